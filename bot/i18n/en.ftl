# What the bot says, in English. Light HTML, as Telegram takes it; what matters comes first.

span = { $unit ->
    [seconds] { $number ->
        [one] { $number } second
       *[other] { $number } seconds
    }
    [minutes] { $number ->
        [one] { $number } minute
       *[other] { $number } minutes
    }
    [hours] { $number ->
        [one] { $number } hour
       *[other] { $number } hours
    }
   *[days] { $number ->
        [one] { $number } day
       *[other] { $number } days
    }
}
lasted-seconds = { $seconds } s
lasted-minutes = { $minutes } min { $seconds } s

## Hello

start =
    <b>Send me a prompt, and I will make a video from it.</b>

    Or send a picture with a caption that says what should happen in it. A minute or two later the video arrives here.

    Try: <i>a paper boat on a rainy street, slow dolly in</i>

    /help shows what else I can do.
help-ways =
    <b>How to get a video</b>
    • Write what you want to see.
    • Or send a picture with a caption (PNG, JPEG or WEBP, up to 20 MB; as a file it keeps its full quality).
    • { $frames ->
        [yes] Or send two pictures as an album: the video goes from the first to the second.
       *[no] Or send an album, and choose what I make of it.
    }
    • Or reply to a picture or a video with words: the picture comes to life, the video goes on.
    • In a group: /video and your prompt, also as a caption or in reply to a picture.

    A prompt can have up to { NUMBER($max_chars, useGrouping: "true") } characters. Video limits: { $per_minute } a minute, { $per_day } a day, { $active } at once.
help-inline = Type <code>{ $bot } wolf</code> in any chat to send one of your wolf videos there.
help-options = <b>Options</b>, anywhere in the prompt
help-flag-ar = <code>--ar 9:16</code> – the aspect ratio
help-flag-duration = <code>--duration 8</code> – the length in seconds
help-flag-quality = <code>--quality 720p</code> – the quality
help-flag-no = <code>--no text, blur</code> – what to leave out
help-flag-audio = <code>--audio</code> – with sound
help-flag-seed = <code>--seed 42</code> – the same prompt and seed give nearly the same video
help-flag-raw = <code>--raw</code> – the prompt exactly as written, not embellished
help-flag-provider = <code>--provider { $provider }</code> – this video service and no other
help-options-more = Set what you always want in /settings. The buttons under a video let you make it again, change its prompt or options, or make it longer.
help-commands =
    <b>Commands</b>
    /history – your last videos
    /show 12 – one of them, with its buttons
    /cancel – cancel what has not started
    /settings – how your videos are made by default
    /language – the language I speak
    /forget – delete what I keep about you
help-admin =
    <b>For admins</b>
    /stats – today and this week in numbers
    /jobs – open videos, stuck ones first
    /provider – switch video services on and off
    /balance – what is left at the video services
    /user, /limit, /ban, /unban – one person’s numbers and access
    /broadcast – send everybody a message
button-help-options = Options
button-help-commands = Commands
button-help-admin = For admins
help-gone = This help message is gone. Please send /help again.
unknown-command = I do not know that command. /help shows what I can do.
private-bot = This bot is private. Its owner decides who may use it.
only-text-or-picture = I work with words, pictures and videos. Send a prompt, or a picture with a caption.
something-broke = Something broke on my side, and I could not handle your message. Nothing was charged. Please send it again.

## Commands, as Telegram's menu shows them

command-help = How to get a video
command-video = Make a video from a prompt
command-history = Your last videos
command-show = Show one of your videos by its number
command-cancel = Cancel what has not started
command-settings = How your videos are made by default
command-language = Choose the language I speak
command-forget = Delete what I keep about you
command-balance = Credits at the video services
command-stats = Today and this week in numbers
command-jobs = Open videos, stuck ones first
command-provider = Switch video services on and off
command-user = Look a person up
command-limit = Give a person a daily limit
command-ban = Ban a person
command-unban = Lift a person’s ban
command-broadcast = Send everybody a message

## The bot's profile, in plain text

profile-about =
    I turn your words into videos.

    Send me a prompt, or a picture with a caption that says what should happen in it. A minute or two later the video is here.
profile-short = Turns a prompt, or a picture with a caption, into a video.

## Languages

language-name = English
language-ask = 🌐 Which language should I speak?
language-set = From now on I will speak English.

## Prompts

prompt-empty = There is nothing in that prompt to show. Describe the video in words.
prompt-too-long = That prompt has { NUMBER($length) } characters, but the limit is { NUMBER($max) }. Please shorten it by { NUMBER($over) }.
prompt-missing = Write the prompt after the command: <code>/video a wolf in the snow</code>
nobody-mode =
    { $mode ->
        [text] No video service here makes videos from words alone.
        [image] No video service here makes videos from a picture.
        [frames] No video service here makes videos from a first and a last picture.
       *[extend] No video service here can extend that video.
    } { $possible ->
        [text] Send a prompt without a picture.
        [image] Send a picture with a prompt.
       *[text-image] Send a prompt, or one picture with a prompt.
    }
nobody-duration = No video service here makes { $asked }-second videos. Possible lengths in seconds: { $possible }.
provider-cannot =
    { $mode ->
        [text] { $provider } does not make videos from words alone.
        [image] { $provider } does not make videos from a picture.
        [frames] { $provider } does not make videos from a first and a last picture.
       *[extend] { $provider } cannot extend that video.
    } Leave out --provider, or name another service.
extend-gone = That video is gone, so it cannot be extended. Send a new prompt.

## Options in a prompt

flag-unknown = I do not know --{ $flag }. Possible options: <code>{ $possible }</code>. Nothing was submitted.
flag-value = --{ $flag } cannot be “{ $given }”. Possible: { $possible }. Nothing was submitted.
flag-empty = --{ $flag } needs a value. Possible: { $possible }. Nothing was submitted.
flag-not-offered = --{ $flag } is not possible here: none of the video services in use offers it. Nothing was submitted.
flag-no =
    { $length ->
        [0] After --no, write what the video should not show, for example <code>--no blurry, text</code>.
        [one] The text after --no has { $length } character, but the limit is { $max }.
       *[other] The text after --no has { $length } characters, but the limit is { $max }.
    } Nothing was submitted.

## Settings and other options

settings-title =
    ⚙️ <b>Your settings</b>

    They apply to every prompt that does not say otherwise, as far as the video service supports them. Options in a prompt, such as --ar 9:16, take precedence.
settings-not-yours = These are somebody else’s settings. Yours: /settings
board-page = <b>{ $section }</b>
board-row = { $section }: { $choice }
board-nothing = There is nothing to choose here: the video service makes all videos alike.
board-too-old = That choice is no longer possible. Please look again, or open the menu again.
section-provider = Video service
section-aspect-ratio = Aspect ratio
section-duration-s = Length
section-quality = Quality
section-audio = Sound
section-prompt-expansion = Embellish prompts
choice-whoever = best available
choice-usual = default
choice-on = on
choice-off = off
choice-seconds = { $number } s
cost-about =
    { $number ->
        [one] About { $number } credit per video (estimated).
       *[other] About { $number } credits per video (estimated).
    }
cost-unknown = The cost of a video is not known.
button-back = ‹ Back
button-reset = ↩️ Reset
button-make = 🎬 Make it
options-title = <b>The same again, with other options</b>
options-made = 🎬 <b>On its way:</b> { $options }
options-accepted = It is on its way.

## Pictures

picture-ask = Nice picture. What should happen in it? Your next message is its prompt; /cancel drops it.
album-ask = Nice pictures. What should happen? With two of them, say what leads from the first to the second. Your next message is the prompt; /cancel drops them.
picture-ask-group = Nice picture. What should happen in it? Write it in reply to this message; /cancel drops it.
album-ask-group = Nice pictures. What should happen? With two of them, say what leads from the first to the second. Write it in reply to this message; /cancel drops them.
album-rest = An album has one caption for all its pictures. I took your first one and left out the other.
album-late = A picture from your album came too late for its video. To use both, send the album again.
picture-empty = That file is empty: it has 0 bytes. Please send the picture again.
picture-not-one = That file is not a picture I can read. Please send a PNG, JPEG or WEBP.
picture-kind = I cannot read { $kind } files. Please send a PNG, JPEG or WEBP, or send it as a photo.
picture-animated = That picture is animated, and I need a still one. Send a single frame as PNG, JPEG or WEBP.
picture-broken = That picture is damaged or incomplete. Please save it again and resend it.
picture-too-large = That picture is larger than { $max } MB, the most I can fetch. Please send a smaller one, or send it as a photo.
picture-too-many-pixels = That picture has { NUMBER($width) } × { NUMBER($height) } pixels, but I can open at most { $max } megapixels. Please scale it down.
picture-gone = I could not fetch that picture again. Please send it once more.
sticker-moves = That sticker is animated, and I need a still one. Send a static sticker, or a picture.

## Limits

limit-per-minute =
    { $allowed ->
        [one] One video a minute is the limit.
       *[other] { $allowed } videos a minute are the limit.
    } Come back in { span }.
limit-per-day =
    { $allowed ->
        [one] One video a day is the limit.
       *[other] { $allowed } videos a day are the limit.
    } Come back in { span }.
limit-active =
    { $allowed ->
        [one] Your last video is still on its way. Come back when it is here.
       *[other] { $allowed } of your videos are still on their way. Come back when one of them is here.
    }
limit-moderated =
    { $allowed ->
        [one] The content check stopped one of your prompts today, and that is the limit.
       *[other] The content check stopped { $allowed } of your prompts today, and that is the limit.
    } Come back in { span }.

## The card

card-accepted = ⏳ <b>Accepted.</b> Your video is about to begin.
card-in-line =
    ⏳ <b>In line.</b> { $before ->
        [one] One video is ahead of yours.
       *[other] { $before } videos are ahead of yours.
    }
card-next = ⏳ <b>In line.</b> Your video is next.
card-generating = 🎬 <b>Generating.</b> The video will appear right here.
card-range =
    { $bar } usually { $low }–{ $high } { $unit ->
        [seconds] s
       *[minutes] min
    }, now { $now }
card-elapsed = { $now } so far
card-late = This one is taking unusually long.
card-hidden =
    🙈 <b>Hidden.</b> The video service can no longer stop it. { $forgotten ->
        [yes] Once the video is made, it will be forgotten, too.
       *[no] You will not be notified when the video is ready: a button here will show it.
    }

# What comes otherwise than it was asked for, under card-generating and ping-video.
changed-quality = You asked for { $asked }, but this video service makes { $applied }.
changed-aspect-ratio =
    { $applied ->
        [none] You asked for { $asked }, but a video keeps the aspect ratio of what it is made from.
       *[other] You asked for { $asked }, but this video service makes { $applied }.
    }
changed-duration-s = You asked for { $asked } s, but this video service makes { $applied } s.
changed-seed = You asked for seed { $asked }, but this video service chooses its own.
changed-audio = You asked for sound, but this video service makes silent videos.
changed-negative-prompt = This video service cannot be told what to leave out.
changed-prompt-expansion = This video service decides for itself whether to embellish a prompt.

## Outcomes

outcome-moderated =
    🚫 <b>The video service’s content check said no.</b>

    Such checks look for violence, nudity, real people and brands. Try other words, or another picture.
outcome-failed = ⚠️ <b>The video service could not make this one.</b>
outcome-expired = ⚠️ <b>No video came within the time limit.</b>
outcome-gone = ⚠️ <b>The video service no longer has this video.</b>
outcome-unavailable = ⚠️ <b>Nobody can make this video right now.</b> Please try again later.
outcome-cancelled = Cancelled. Nothing was charged, and it does not count against your daily limit.
outcome-unknown =
    ⚠️ <b>I cannot tell whether this video was made.</b>

    The video service stopped answering at the wrong moment.
refused-prompt-too-long = ⚠️ <b>The prompt is too long for the video service.</b> Please shorten it.
refused-picture = ⚠️ <b>The video service does not accept this picture.</b> Please try another one.
refused-choice = ⚠️ <b>The video service does not offer this combination of options.</b>
video-as-link =
    ✅ <b>Your video is ready,</b> but it cannot be sent here. Download it soon:
    { $url }
video-missing =
    ⚠️ <b>The video service says that your video is ready, but there is nothing at its address.</b>
video-out-of-reach =
    ⚠️ <b>Your video was made, but I could not fetch it from the video service.</b> For a while, you may still be able to get it here:
    { $url }
button-retry = 🔁 Try again
retry-accepted = It is on its way again.
retry-accepted-before = It is on its way already.
not-yours = This is somebody else’s video.
too-old = This button no longer works. Please send the prompt again.
job-forgotten = This button no longer works: what it belonged to was deleted, on request or because it was old. Please send the prompt again.
done = Done.

ping-video = ✅ Your video is ready. It took { span }.
ping-video-long = ✅ Your video is ready. It took { lasted-minutes }.
ping-no-video = ⚠️ No video this time; the reason is above.
receipt =
    { $provider }{ $quality ->
        [none] {""}
       *[other] , { $quality }
    }{ $duration ->
        [none] {""}
       *[other] , { $duration }
    }{ $credits ->
        [none] {""}
       *[other] , { $credits }
    }.
receipt-credits =
    { $number ->
        [one] { $number } credit
       *[other] { $number } credits
    }
receipt-left = { $left } of { $allowed } left today.

# Under an outcome without a video: what was charged, then the limit.
charge-none = Nothing was charged.
charge-known = Charged: { $credits }.
charge-unknown = The video service does not say whether it charged for this.
limit-kept = It does not count against your daily limit.
limit-used = It counts against your limit.

## First and last frame

card-frames =
    { $order ->
        [turned] It begins with your last picture and ends with your first.
       *[sent] It begins with your first picture and ends with your last.
    }
button-swap = 🔃 The other way round
swap-done = Swapped.
swap-too-late = Too late to swap them: this video has already started.

## Albums of more pictures than one video is made from

album-choose =
    <b>What should I make from these pictures?</b>

    There are too many for one video. Nothing is made, and nothing counts against your limit, until you choose.
album-asked = ⏸ There is something to choose first: see below.
button-album-frames = From the first to the last
button-album-first = Only the first
button-album-each = A video from each
button-album-none = Nothing
album-made =
    { $number ->
        [one] One video is on its way.
       *[other] { $number } videos are on their way.
    }
album-later = Press again later for the others.
album-none = All right, I will not make anything from these pictures.
album-over = This has been settled already.

## Edited messages

edit-offer =
    { $made ->
        [yes] That video uses your earlier words. Shall I make another one with the new ones?
       *[no] Your earlier words did not lead to a video. Shall I make one with the new ones?
    }
button-edited = 🎬 Make it with the new words
edit-accepted = It is on its way with the new words.
edit-newer = You have edited that message again since then. Use the button under the latest question.

## Cancel

button-cancel = ✖️ Cancel
cancel-done = Cancelled. Nothing was charged.
cancel-hidden = The video service can no longer stop it, so the video is hidden.
cancel-ended = Too late: this one has ended already.
hidden-ready =
    🙈 <b>Hidden.</b> { $forgotten ->
        [yes] The video was made, and is forgotten.
       *[no] The video is ready.
    }
button-unhide = 👁 Show it after all
button-show = ▶️ Show
unhide-done = It will be shown here.
cancel-nothing = There is nothing to cancel.
cancel-picture = Dropped: I will not use what you sent.
cancel-jobs =
    { $number ->
        [one] One video was cancelled. Nothing was charged.
       *[other] { $number } videos were cancelled. Nothing was charged.
    }
cancel-too-late =
    { $number ->
        [one] One video is being made and can no longer be stopped. It will arrive here.
       *[other] { $number } videos are being made and can no longer be stopped. They will arrive here.
    }

## A finished video

button-again = 🔁 Again
button-edit = ✏️ Edit prompt
button-longer = ⏩ Longer
button-frame = 🎞 Use last frame
button-options = ⚙️ Options
again-accepted = Another one is on its way.
longer-accepted = The video goes on: the next part is on its way.
# The bot reads the sign and the number when this is answered.
edit-ask =
    ✏️ #{ $job } <b>What should the prompt be?</b> Reply to this message. It was:
    <code>{ $prompt }</code>
frame-ask =
    🎞 #{ $job } <b>What happens next?</b> Reply to this message with a prompt. The new video begins with the last frame of that one.
video-ask = Nice video. What should happen next? Your next message is the prompt, and the new video begins where this one ends; /cancel drops your video.
video-ask-group = Nice video. What should happen next? Write it in reply to this message, and the new video begins where this one ends; /cancel drops your video.
frame-none = Telegram has no file of this video, so I cannot see its last frame.
frame-too-large = That video is larger than { $max } MB, the most I can fetch, so I cannot see its last frame. Please send a smaller one, or that frame as a picture.
frame-too-much = That video is too large for me to see its last frame. Please send a smaller one, or that frame as a picture.
frame-broken = I found no last frame: that file is damaged, or not a video I can read. Please send another one, or that frame as a picture.
frame-gone = I could not fetch that video again. Please send it once more.
provider-gone = { $provider } is no longer in use here. Send the prompt again, without --provider.
show-which = Which one? Write its number, for example <code>/show 12</code>; /history lists them.
show-unknown = You have no video #{ $job }. It may be too old, or have been forgotten.
show-open = #{ $job }: { $state }, requested { span } ago.

## History

history-empty = Nothing yet. Send a prompt to make your first video.
history-title = <b>Your last videos</b>
# As code nobody is called by an @name in it. The marks around it keep its direction to itself.
history-line =
    <b>#{ $job }</b> · { $state } · { span } ago
    {"\u2068"}<code>{ $prompt }</code>{"\u2069"}
history-emptied = Nothing is left on this page.
history-gone = This list is gone. Please send /history again.
history-not-yours = This list is somebody else’s.
button-reel = 🎞 One by one
reel-end = There are no more videos.
video-title = #{ $job } · { span } ago
button-begin = 🎬 Make a video
video-lost = Telegram no longer has { $videos }.
state-queued = in line
state-submitting = starting
state-generating = being made
state-delivering = being sent
state-video = ready
state-moderated = stopped by the content check
state-refused = not accepted
state-failed = failed
state-expired = took too long
state-gone = no longer available
state-unavailable = nobody could make it
state-cancelled = cancelled
state-unknown = unknown

## Forget

forget-ask =
    <b>Shall I forget you?</b>

    I will delete your prompts, the links to your pictures and videos, and your history, for all chats. What is still being made will arrive first and be forgotten after that.

    Messages stay in the chats until you delete them. For a day I will still count how many videos you asked for, because of the limits. What the video services keep is up to them.

    This cannot be undone.
button-forget = 🗑 Forget me
forget-done =
    <b>You are forgotten.</b> { $number ->
        [0] Nothing of yours is on its way.
        [one] One of your videos is still on its way: it will arrive, and then be forgotten.
       *[other] { $number } of your videos are still on their way: they will arrive, and then be forgotten.
    }
forget-in-private = Please send me /forget in private: it covers all your videos, not only those in this chat.
forget-not-yours = This question was for somebody else.
forget-too-old = This question is too old. Please send /forget again.

## Admins

balance-title = <b>Balance</b>
balance-line = <b>{ $provider }</b>: { $total } { $unit } ({ $parts })
balance-part-monthly = monthly { $amount }
balance-part-package = package { $amount }
balance-part-daily = daily { $amount }
balance-part-account = on the account { $amount }
balance-failed = <b>{ $provider }</b>: cannot be read now ({ $detail })
balance-none = None of the video services in use says what is left.
balance-trouble = <b>{ $provider }</b> has been failing for { span } ({ $reason }). If another service can do a video, that one is asked first.

alert-bad-key =
    🔑 <b>{ $provider }: the API key was refused.</b>
    Set a valid { $key_setting } and restart the bot. Until then, nothing is bought there.
alert-no-credits =
    💳 <b>{ $provider }: the credits are used up.</b>
    Top the account up; no restart is needed. Until then, other services are asked first; if there are none, users are told that nobody can make their video.
alert-not-allowed =
    🔒 <b>{ $provider }: the account may not do this.</b>
    Check what its plan includes and the rights of { $key_setting }.
alert-bad-request =
    🛠 <b>{ $provider }: it does not understand our requests.</b>
    Check { $setting }_BASE_URL and { $setting }_MODEL, and whether there is a newer version of this bot.
alert-low-balance =
    💳 <b>{ $provider }: { $total } { $unit } left.</b>
    Top the account up before it runs dry. { $setting }_LOW_BALANCE sets how low it may get before you hear of it.
alert-purchase-unknown =
    ❓ <b>{ $provider }: the fate of a purchase is unknown.</b>
    The service stopped answering while a video was being bought. Check the account’s history; the key of the purchase is in the log.

## Admins: numbers, people, providers, jobs, broadcasts

admins-only = /{ $command } is for the admins of this bot, in private.
admin-usage = Write it like this: <code>{ $usage }</code>

stats-title =
    <b>{ $period ->
        [today] Today (UTC)
       *[week] The last 7 days
    }</b> – prompts: { $jobs }, people: { $people }
stats-endings = { $endings }
stats-waited = From prompt to video: median { $median } s, 95% within { $slow } s.
stats-made =
    • <b>{ $provider }</b> – videos: { $videos }, median { $median } s, 95% within { $slow } s{ $spent ->
        [none] {""}
       *[other] , credits: { $spent }
    }
stats-now = Open: { $open }. Paused until tomorrow: { $paused }. Banned: { $banned }.

banned = You cannot use this bot any more: its admins have banned you. /forget still deletes what I keep about you.
user-title = <b>{ $user }</b>, language: { $code }
user-admin = An admin: no limits.
user-banned = ⛔ Banned for { span }.
user-used =
    Videos: { $minute } in the last minute, { $day } in 24 hours{ $own ->
        [yes] {" "}(their own limit)
       *[no] {""}
    }, { $at_once } at once.
user-moderated =
    Stopped by the content check today: { $number }.{ $paused ->
        [yes] {" "}Paused until midnight UTC.
       *[no] {""}
    }
user-no-jobs = No videos of theirs are known.
user-jobs = All I remember: { $endings }
user-job = • #{ $job } { $state }, { $provider }, { span } ago
own-limit-set =
    { $own ->
        [yes] From now on { $user } has a daily limit of { $allowed }.
       *[no] The usual daily limit applies to { $user } again: { $allowed }.
    }
ban-done =
    { $user } is banned. { $number ->
        [0] Nothing of theirs was waiting.
        [one] One video that had not been bought yet was cancelled.
       *[other] { $number } videos that had not been bought yet were cancelled.
    }
ban-before = { $user } was already banned.
ban-admin = That is an admin. Take them out of ADMIN_IDS first.
unban-done = { $user } may ask for videos again.
unban-before = { $user } is not banned.

provider-title = <b>Video services</b>
provider-on = • <b>{ $provider }</b>: on
provider-off = • <b>{ $provider }</b>: off. Nothing new is bought there; what is under way still comes.
provider-nobody = ⚠️ All are off: people are told that nobody can make their video right now.

jobs-none = Nothing is open.
jobs-title = <b>Open videos</b> – { $endings }
jobs-line = <b>#{ $job }</b> { $state }, { $provider }, { span }, tries: { $tries }
button-job-retry = 🔁 Retry #{ $job }
button-job-close = Close #{ $job }
job-hastened = #{ $job } is due now.
job-over = #{ $job } is over already.
job-closed = #{ $job } has ended: { $state }.
job-not-closed = #{ $job } cannot be closed: it is being worked on just now, or it is over.

broadcast-usage = Write your text after <code>/broadcast</code>, or reply with /broadcast to a message that has it. Only text can be broadcast.
broadcast-nobody = Nobody has used the bot in private yet.
broadcast-refused = Telegram does not accept this message. Nothing was sent.
broadcast-ask = Everybody who has used the bot in private will get this message, once. Shall I send it?
button-broadcast-send =
    📣 Send to { $number ->
        [one] one person
       *[other] { $number } people
    }
button-broadcast-drop = Do not send
button-broadcast-stop = ⏹ Stop
broadcast-over = That broadcast is over, or the question is too old. Start again with /broadcast.
broadcast-dropped = Nothing was sent.
broadcast-line = 📣 Sending: { $done } of { $total }.
broadcast-done = ✅ <b>The broadcast is done.</b> Sent: { $sent }, blocked the bot: { $blocked }, failed: { $failed }.
broadcast-stopped = ⏹ <b>The broadcast is stopped.</b> Sent: { $sent }, blocked the bot: { $blocked }, failed: { $failed }.
