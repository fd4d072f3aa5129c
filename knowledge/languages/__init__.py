"""What is of a language? Its words for dates, questions and statuses."""
