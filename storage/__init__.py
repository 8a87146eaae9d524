"""Jobs and everything else that must survive; knows neither Telegram nor a provider."""
