"""The page as a graph of blocks: glyphs → lines → blocks → articles in reading order, for any page whose lines have boxes."""
