"""What can be asked for, to test with."""

from bot.intake.flags import Offer

OFFER = Offer(
    aspect_ratios=("16:9", "9:16", "1:1"),
    durations_s=(5, 8),
    qualities=("540p", "720p"),
    providers=("pixverse", "apixo"),
    seed=True,
    audio=True,
    negative_prompt_max_chars=20,
    prompt_expansion=True,
)
