"""Settings of the city: channels, dispatch rules, limits of stages, the working calendar and the daily hours."""
