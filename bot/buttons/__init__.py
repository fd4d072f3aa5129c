"""What do the buttons below messages do?"""
