"""From what a person sent to a stored job: prompts, pictures, limits."""
