"""What a district begins with: roles, channels, dispatch rules and the demo city; a city edits all of it on screen."""
