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
    <b>Send me a prompt, and I make a video of it.</b>

    Or send a picture with a caption that says what should happen in it. It takes a minute or two; then the video comes here.

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
    • Or answer a picture or a video with words: the one comes to life, the other goes on.
    • In a group: /video and your prompt, as a caption too, or in answer to a picture.

    A prompt has at most { NUMBER($max_chars, useGrouping: "true") } characters. You can ask for { $per_minute } videos a minute, { $per_day } a day and { $active } at once.
help-inline = In any chat, <code>{ $bot } wolf</code> offers your videos of a wolf, to send them there.
help-options = <b>Options</b>, anywhere in the prompt
help-flag-ar = <code>--ar 9:16</code> – the shape
help-flag-duration = <code>--duration 8</code> – the length in seconds
help-flag-quality = <code>--quality 720p</code> – how sharp it is
help-flag-no = <code>--no text, blur</code> – what it shall not show
help-flag-audio = <code>--audio</code> – with sound
help-flag-seed = <code>--seed 42</code> – the same prompt and seed give much the same video
help-flag-raw = <code>--raw</code> – the prompt just as it is, not embellished
help-flag-provider = <code>--provider { $provider }</code> – this video service and no other
help-options-more = What you always want goes into /settings. The buttons under a video make it once more, with other words or options, or let it go on.
help-commands =
    <b>Commands</b>
    /history – your last videos
    /show 12 – one of them, with its buttons
    /cancel – take back what has not begun
    /settings – what your videos are like if you say nothing else
    /language – the language that I speak with you
    /forget – delete what I keep of you
help-admin =
    <b>For admins</b>
    /stats – today and this week in numbers
    /jobs – open videos, stuck ones first
    /provider – switch video services on and off
    /balance – what is left at the video services
    /user, /limit, /ban, /unban – one person
    /broadcast – tell everybody something
button-help-options = Options
button-help-commands = Commands
button-help-admin = For admins
help-gone = This help is not there any more. Please send /help again.
unknown-command = I do not know that command. /help shows what I can do.
private-bot = This bot is private. Its owner decides who may use it.
only-text-or-picture = I work with words, pictures and videos. Send a prompt, or a picture with a caption.
something-broke = Something broke on my side, so nothing came of your message, and nothing was charged. Please send it again.

## Commands, as Telegram's menu shows them

command-help = How to get a video
command-video = Make a video from a prompt
command-history = Your last videos
command-show = Bring one of your videos by its number
command-cancel = Take back what has not begun
command-settings = What your videos are like
command-language = Choose the language that I speak
command-forget = Delete what I keep of you
command-balance = Credits at the video services
command-stats = Today and this week in numbers
command-jobs = Open videos, stuck ones first
command-provider = Switch video services on and off
command-user = What a person has had
command-limit = Give a person a daily limit
command-ban = Shut a person out
command-unban = Let a person in again
command-broadcast = Tell everybody something

## The bot's profile, in plain text

profile-about =
    I make videos of what you write.

    Send me a prompt, or a picture with a caption that says what should happen in it. A minute or two later the video is here.
profile-short = Makes a video of your prompt, or of your picture with a caption.

## Languages

language-name = English
language-ask = 🌐 Which language shall I speak with you?
language-set = From now on I speak English with you.

## Prompts

prompt-empty = There is nothing to see in that prompt. Describe the video in words.
prompt-too-long = That prompt has { NUMBER($length) } characters, and { NUMBER($max) } is the most. Please shorten it by { NUMBER($over) }.
prompt-missing = Write the prompt after the command: <code>/video a wolf in the snow</code>
nobody-mode =
    { $mode ->
        [text] Nobody here makes a video from words alone.
        [image] Nobody here makes a video from a picture.
        [frames] Nobody here makes a video from a first and a last picture.
       *[extend] Nobody here can make that video go on.
    } { $possible ->
        [text] Send a prompt without a picture.
        [image] Send a picture with a prompt.
       *[text-image] Send a prompt, or one picture with a prompt.
    }
nobody-duration = Nobody here makes a video of { $asked } seconds. Possible are { $possible } seconds.
provider-cannot =
    { $mode ->
        [text] { $provider } does not make videos from words alone.
        [image] { $provider } does not make videos from a picture.
        [frames] { $provider } does not make videos from a first and a last picture.
       *[extend] { $provider } cannot make that video go on.
    } Leave --provider out, or name another one.
extend-gone = That video is not there any more, so it cannot go on. Send a new prompt.

## Options in a prompt

flag-unknown = I do not know --{ $flag }. Possible are <code>{ $possible }</code>. Nothing was submitted.
flag-value = --{ $flag } cannot be “{ $given }”. Possible: { $possible }. Nothing was submitted.
flag-empty = --{ $flag } needs a value. Possible: { $possible }. Nothing was submitted.
flag-not-offered = --{ $flag } is not possible here: none of the video services in use offers it. Nothing was submitted.
flag-no =
    { $length ->
        [0] Write after --no what the video shall not show, as in <code>--no blurry, text</code>.
        [one] What stands after --no has { $length } character, and { $max } is the most.
       *[other] What stands after --no has { $length } characters, and { $max } is the most.
    } Nothing was submitted.

## Settings and other options

settings-title =
    ⚙️ <b>Your settings</b>

    They hold for every prompt that says nothing else, wherever the video service can do it. Options in a prompt, such as --ar 9:16, come first.
settings-not-yours = These are somebody else’s settings. Yours: /settings
board-page = <b>{ $section }</b>
board-row = { $section }: { $choice }
board-nothing = There is nothing to choose here: the video service makes all videos alike.
board-too-old = That choice is no longer possible. Please look again, or open the board anew.
section-provider = Video service
section-aspect-ratio = Aspect ratio
section-duration-s = Length
section-quality = Quality
section-audio = Sound
section-prompt-expansion = Embellish prompts
choice-whoever = whichever is best
choice-usual = as usual
choice-on = on
choice-off = off
choice-seconds = { $number } s
cost-about =
    { $number ->
        [one] About { $number } credit a video: an estimate.
       *[other] About { $number } credits a video: an estimate.
    }
cost-unknown = What a video costs is not known.
button-back = ‹ Back
button-reset = ↩️ Reset
button-make = 🎬 Make it
options-title = <b>The same once more, with other options</b>
options-made = 🎬 <b>On its way:</b> { $options }
options-accepted = It is on its way.

## Pictures

picture-ask = Nice picture. What should happen in it? Your next message is its prompt; /cancel drops it.
album-ask = Nice pictures. What should happen? With two of them, say what leads from the first to the second. Your next message is the prompt; /cancel drops them.
picture-ask-group = Nice picture. What should happen in it? Write it in answer to this message; /cancel drops it.
album-ask-group = Nice pictures. What should happen? With two of them, say what leads from the first to the second. Write it in answer to this message; /cancel drops them.
album-rest = An album has one caption for all its pictures. I took the first one of yours and left out the other.
album-late = A picture of your album came too late for its video. To have both in one, send the album again.
picture-empty = That file is empty: it has 0 bytes. Please send the picture again.
picture-not-one = That file is not a picture I can read. Please send a PNG, JPEG or WEBP.
picture-kind = That is a { $kind } file. Please send a PNG, JPEG or WEBP, or send it as a photo.
picture-animated = That picture is animated, and I need a still one. Send a single frame as PNG, JPEG or WEBP.
picture-broken = That picture is damaged or incomplete. Please save it anew and send it again.
picture-too-large = That picture is larger than { $max } MB, the most that I can fetch. Please send a smaller one, or send it as a photo.
picture-too-many-pixels = That picture has { NUMBER($width) } × { NUMBER($height) } pixels, and { $max } megapixels is the most I can open. Please scale it down.
picture-gone = I could not fetch that picture again. Please send it once more.
sticker-moves = That sticker moves already, and I need a still one. Send a sticker that stands still, or a picture.

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
       *[other] { $allowed } videos of yours are still on their way. Come back when one of them is here.
    }
limit-moderated =
    { $allowed ->
        [one] The content check stopped a prompt of yours today, and that is the limit.
       *[other] The content check stopped { $allowed } prompts of yours today, and that is the limit.
    } Come back in { span }.

## The card

card-accepted = ⏳ <b>Accepted.</b> Your video is about to begin.
card-in-line =
    ⏳ <b>In line.</b> { $before ->
        [one] One video is before yours.
       *[other] { $before } videos are before yours.
    }
card-next = ⏳ <b>In line.</b> Yours is the next one.
card-generating = 🎬 <b>Generating.</b> The video will appear right here.
card-range =
    { $bar } usually { $low }–{ $high } { $unit ->
        [seconds] s
       *[minutes] min
    }, now { $now }
card-elapsed = { $now } so far
card-late = This one takes unusually long.
card-hidden =
    🙈 <b>Hidden.</b> The video service cannot stop it any more. { $forgotten ->
        [yes] When the video is made, it is forgotten, too.
       *[no] You will not be told when the video is made: a button here brings it.
    }

# What comes otherwise than it was asked for, under card-generating and ping-video.
changed-quality = Asked for { $asked }: this video service makes it in { $applied }.
changed-aspect-ratio =
    { $applied ->
        [none] Asked for { $asked }: a video keeps the shape of what it is made from.
       *[other] Asked for { $asked }: this video service makes it in { $applied }.
    }
changed-duration-s = Asked for { $asked } s: this video service makes { $applied } s.
changed-seed = Asked for seed { $asked }: this video service chooses its own.
changed-audio = Asked for sound: this video service makes silent videos.
changed-negative-prompt = This video service cannot be told what to leave out.
changed-prompt-expansion = This video service decides itself whether it embellishes a prompt.

## Outcomes

outcome-moderated =
    🚫 <b>The video service’s content check said no.</b>

    Such checks look for violence, nudity, real people and brands. Say it in other words, or take another picture.
outcome-failed = ⚠️ <b>The video service could not make this one.</b>
outcome-expired = ⚠️ <b>No video came within the time limit.</b>
outcome-gone = ⚠️ <b>The video service no longer has this video.</b>
outcome-unavailable = ⚠️ <b>Nobody can make this video right now.</b> Please try again later.
outcome-cancelled = Cancelled. Nothing was charged, and it does not count against your daily limit.
outcome-unknown =
    ⚠️ <b>I cannot tell whether this video was made.</b>

    The video service stopped answering at the wrong moment.
refused-prompt-too-long = ⚠️ <b>The prompt is too long for the video service.</b> Please shorten it.
refused-picture = ⚠️ <b>The video service does not take this picture.</b> Please try another one.
refused-choice = ⚠️ <b>The video service does not offer this combination of options.</b>
video-as-link =
    ✅ <b>Your video is ready,</b> but too large to send here. Download it soon:
    { $url }
video-missing =
    ⚠️ <b>The video service says that your video is ready, but there is none at its address.</b>
video-out-of-reach =
    ⚠️ <b>Your video is made, but I could not fetch it from the video service.</b> Perhaps you can get it, for a while:
    { $url }
button-retry = 🔁 Try again
retry-accepted = It is on its way again.
retry-accepted-before = It is on its way already.
not-yours = This is somebody else’s video.
too-old = This button no longer works. Please send the prompt again.
job-forgotten = This button no longer works: what it was for was deleted, because it was old or on request. Please send the prompt again.
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
charge-known = It took { $credits }.
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
swap-done = Turned around.
swap-too-late = Too late to turn them around: this video has begun.

## Albums of more pictures than one video is made from

album-choose =
    <b>What shall I make of these pictures?</b>

    They are too many for one video. Nothing is made, and nothing counts, before you choose.
album-asked = ⏸ There is something to choose first: see below.
button-album-frames = From the first to the last
button-album-first = Only the first
button-album-each = A video of each
button-album-none = Nothing
album-made =
    { $number ->
        [one] One video is on its way.
       *[other] { $number } videos are on their way.
    }
album-later = Press again later for the others.
album-none = All right, I make nothing of these pictures.
album-over = This has been settled already.

## Edited messages

edit-offer =
    { $made ->
        [yes] That video is made from your earlier words. Shall I make another one from the new ones?
       *[no] No video came of your earlier words. Shall I make one from the new ones?
    }
button-edited = 🎬 Make it with the new words
edit-accepted = It is on its way with the new words.
edit-newer = You have edited that message once more since. The button under the latest question counts.

## Cancel

button-cancel = ✖️ Cancel
cancel-done = Cancelled. Nothing was charged.
cancel-hidden = The video service cannot be stopped any more, so the video is hidden.
cancel-ended = Too late: this one has ended already.
hidden-ready =
    🙈 <b>Hidden.</b> { $forgotten ->
        [yes] The video is made, and forgotten.
       *[no] The video is ready.
    }
button-unhide = 👁 Show it after all
button-show = ▶️ Show
unhide-done = It will be shown here.
cancel-nothing = There is nothing to cancel.
cancel-picture = The picture is dropped.
cancel-jobs =
    { $number ->
        [one] One video is taken back. Nothing was charged.
       *[other] { $number } videos are taken back. Nothing was charged.
    }
cancel-too-late =
    { $number ->
        [one] One video is being made and cannot be stopped any more. It will come.
       *[other] { $number } videos are being made and cannot be stopped any more. They will come.
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
    ✏️ #{ $job } <b>What shall the prompt be?</b> Answer this message. It was:
    <code>{ $prompt }</code>
frame-ask =
    🎞 #{ $job } <b>What happens next?</b> Answer this message with a prompt. The new video begins with the last frame of that one.
video-ask = Nice video. What should happen next? Your next message is the prompt, and the new video begins where this one ends; /cancel drops it.
video-ask-group = Nice video. What should happen next? Write it in answer to this message, and the new video begins where this one ends; /cancel drops it.
frame-none = Telegram has no file of this video, so I cannot see its last frame.
frame-too-large = That video is larger than { $max } MB, the most that I can fetch, so I cannot see its last frame. Please send a smaller one, or that frame as a picture.
frame-too-much = That video is too large for me to see its last frame. Please send a smaller one, or that frame as a picture.
frame-broken = I found no last frame: that file is damaged, or not a video I can read. Please send another one, or that frame as a picture.
frame-gone = I could not fetch that video again. Please send it once more.
provider-gone = { $provider } is not in use here any more. Send the prompt again, without --provider.
show-which = Which one? Write its number, as in <code>/show 12</code>; /history tells them.
show-unknown = I know of no video #{ $job } of yours. Perhaps it is too old, or was forgotten.
show-open = #{ $job }: { $state }, asked for { span } ago.

## History

history-empty = Nothing yet. Send a prompt to make your first video.
history-title = <b>Your last videos</b>
# As code nobody is called by an @name in it. The marks around it keep its direction to itself.
history-line =
    <b>#{ $job }</b> · { $state } · { span } ago
    {"\u2068"}<code>{ $prompt }</code>{"\u2069"}
history-emptied = Nothing is left on this page.
history-gone = This list is not there any more. Please send /history again.
history-not-yours = This list is somebody else’s.
button-reel = 🎞 One by one
reel-end = There is no further video.
video-title = #{ $job } · { span } ago
button-begin = 🎬 Make a video
video-lost = Telegram no longer has { $videos }.
state-queued = in line
state-submitting = beginning
state-generating = being made
state-delivering = on its way to you
state-video = ready
state-moderated = stopped by the content check
state-refused = could not be used
state-failed = failed
state-expired = took too long
state-gone = no longer there
state-unavailable = nobody could make it
state-cancelled = cancelled
state-unknown = unknown

## Forget

forget-ask =
    <b>Shall I forget you?</b>

    I then delete your prompts, what leads to your pictures and videos, and your history, from all chats. What is still being made comes first and is forgotten after that.

    Messages stay in the chats until you delete them. For a day I still count how many videos you asked for, for the limits. What the video services keep is up to them.

    It cannot be undone.
button-forget = 🗑 Forget me
forget-done =
    <b>You are forgotten.</b> { $number ->
        [0] Nothing of yours is on its way.
        [one] One video of yours is still on its way: it comes, and is forgotten then.
       *[other] { $number } videos of yours are still on their way: they come, and are forgotten then.
    }
forget-in-private = Please write /forget to me in private: it is about all that you asked for.
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
balance-none = None of the video services in use tells what is left.
balance-trouble = <b>{ $provider }</b> has failed for { span } ({ $reason }). Where another one can do it, that one is asked first.

alert-bad-key =
    🔑 <b>{ $provider }: the API key was refused.</b>
    Set a valid { $key_setting } and restart the bot. Until then it buys nothing there.
alert-no-credits =
    💳 <b>{ $provider }: the credits are used up.</b>
    Top the account up; no restart is needed. Until then others are asked first; where there is none, users read that nobody can make their video.
alert-not-allowed =
    🔒 <b>{ $provider }: the account may not do this.</b>
    Check what its plan includes and the rights of { $key_setting }.
alert-bad-request =
    🛠 <b>{ $provider }: it does not understand our requests.</b>
    Check { $setting }_BASE_URL and { $setting }_MODEL, and whether there is a newer version of this bot.
alert-low-balance =
    💳 <b>{ $provider }: { $total } { $unit } are left.</b>
    Top the account up before it runs dry. { $setting }_LOW_BALANCE sets when you hear of it.
alert-purchase-unknown =
    ❓ <b>{ $provider }: a purchase has an unknown fate.</b>
    The service stopped answering while a video was being bought. Compare the account’s records; the log has the key of the purchase.

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

banned = You cannot use this bot any more: its admins have banned you. /forget still deletes what I keep of you.
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
user-jobs = All that I remember: { $endings }
user-job = • #{ $job } { $state }, { $provider }, { span } ago
own-limit-set =
    { $own ->
        [yes] From now on { $user } has a daily limit of { $allowed }.
       *[no] The usual daily limit holds for { $user } again: { $allowed }.
    }
ban-done =
    { $user } is banned. { $number ->
        [0] Nothing of theirs was waiting.
        [one] One video that was not bought yet is taken back.
       *[other] { $number } videos that were not bought yet are taken back.
    }
ban-before = { $user } was banned before.
ban-admin = That is an admin. Take them out of ADMIN_IDS first.
unban-done = { $user } may ask for videos again.
unban-before = { $user } is not banned.

provider-title = <b>Video services</b>
provider-on = • <b>{ $provider }</b>: on
provider-off = • <b>{ $provider }</b>: off. Nothing new is bought there; what is under way still comes.
provider-nobody = ⚠️ All are off: people read that nobody can make their video right now.

jobs-none = Nothing is open.
jobs-title = <b>Open videos</b> – { $endings }
jobs-line = <b>#{ $job }</b> { $state }, { $provider }, { span }, tries: { $tries }
button-job-retry = 🔁 Retry #{ $job }
button-job-close = Close #{ $job }
job-hastened = #{ $job } is due now.
job-over = #{ $job } is over already.
job-closed = #{ $job } has ended: { $state }.
job-not-closed = #{ $job } cannot be closed: it is being worked on just now, or it is over.

broadcast-usage = Write your words after <code>/broadcast</code>, or answer a message that has them with /broadcast. Only words can be broadcast.
broadcast-nobody = Nobody has used the bot in private yet.
broadcast-refused = Telegram does not take this message. Nothing was sent.
broadcast-ask = Everybody who has used the bot in private gets this message, once. Shall I send it?
button-broadcast-send =
    📣 Send to { $number ->
        [one] one person
       *[other] { $number } people
    }
button-broadcast-drop = Do not send
button-broadcast-stop = ⏹ Stop
broadcast-over = That is over, or too long ago. /broadcast begins anew.
broadcast-dropped = Nobody was told.
broadcast-line = 📣 Sending: { $done } of { $total }.
broadcast-done = ✅ <b>The broadcast is done.</b> Sent: { $sent }, blocked the bot: { $blocked }, failed: { $failed }.
broadcast-stopped = ⏹ <b>The broadcast is stopped.</b> Sent: { $sent }, blocked the bot: { $blocked }, failed: { $failed }.
