"""What is asked, and what answers? From a question's words to the passages that hold them."""
