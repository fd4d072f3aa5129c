"""Where do articles come from? A folder is looked at, read, and known again."""
