"""The fact desk and what else notebooks show: data in, data out; loading, sources and page_steps read, widget writes."""
