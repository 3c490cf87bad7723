// The page of an article: buttons that copy a permalink, shown where the browser lets pages copy.
"use strict";
for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href.split("#")[0] + button.dataset.copy);
    button.textContent = "已复制 Copied";
  });
}
