# What the bot says, in Simplified Chinese. Numbers and Latin words have a space beside them.

span = { $unit ->
    [seconds] { $number } 秒
    [minutes] { $number } 分钟
    [hours] { $number } 小时
   *[days] { $number } 天
}
lasted-seconds = { $seconds } 秒
lasted-minutes = { $minutes } 分 { $seconds } 秒

## Hello

start =
    <b>发一段提示词，我就把它做成视频。</b>

    也可以发一张图片，在说明文字里写上画面中要发生什么。一两分钟后，视频就会出现在这里。

    试试：<i>雨天街道上的一只纸船，镜头缓缓推近</i>

    发送 /help 看看我还会做什么。
help-ways =
    <b>如何制作视频</b>
    • 写下你想看到的画面。
    • 或者发一张图片，并附上说明文字（PNG、JPEG 或 WEBP，最大 20 MB；以文件形式发送可保留原画质）。
    • { $frames ->
        [yes] 或者用相册形式发两张图片：视频会从第一张过渡到第二张。
       *[no] 或者发一个相册，再选择怎么用。
    }
    • 或者用文字回复图片或视频：让图片动起来，或者把视频接着做下去。
    • 在群组里：发送 /video 加提示词，也可以写在图片的说明文字里，或者回复一张图片。

    提示词最多 { NUMBER($max_chars, useGrouping: "true") } 个字符。每分钟最多 { $per_minute } 个视频，每天最多 { $per_day } 个，同时最多制作 { $active } 个。
help-inline = 在任意聊天中输入 <code>{ $bot } 狼</code>，就能把你做过的狼的视频发到那里。
help-options = <b>选项</b>，写在提示词的任意位置
help-flag-ar = <code>--ar 9:16</code>：画面比例
help-flag-duration = <code>--duration 8</code>：时长（秒）
help-flag-quality = <code>--quality 720p</code>：清晰度
help-flag-no = <code>--no text, blur</code>：不要出现的东西
help-flag-audio = <code>--audio</code>：带声音
help-flag-seed = <code>--seed 42</code>：提示词和种子都相同，视频就几乎一样
help-flag-raw = <code>--raw</code>：提示词保持原样，不润色
help-flag-provider = <code>--provider { $provider }</code>：只用这个视频服务
help-options-more = 常用的选项可以在 /settings 里设好。视频下方的按钮可以再做一个、改提示词、换选项，或者接着做下去。
help-commands =
    <b>命令</b>
    /history：最近的视频
    /show 12：再看其中一个，带按钮
    /cancel：取消尚未开始的视频
    /settings：设置视频的默认规格
    /language：选择语言
    /forget：删除我保存的关于你的一切
help-admin =
    <b>管理员</b>
    /stats：今天和本周的数据
    /jobs：未完成的视频，卡住的在前
    /provider：开启或关闭视频服务
    /balance：各视频服务的余额
    /user、/limit、/ban、/unban：查看和管理某个人
    /broadcast：群发消息
button-help-options = 选项
button-help-commands = 命令
button-help-admin = 管理员
help-gone = 这条帮助已失效。请重新发送 /help。
unknown-command = 我不认识这个命令。发送 /help 看看我会做什么。
private-bot = 这是私人机器人，谁可以使用由所有者决定。
only-text-or-picture = 我只处理文字、图片和视频。请发提示词，或者带说明文字的图片。
something-broke = 我这边出了故障，你的消息没能处理，也没有产生费用。请再发一次。

## Commands, as Telegram's menu shows them

command-help = 如何制作视频
command-video = 用提示词做视频
command-history = 最近的视频
command-show = 按编号再看你的某个视频
command-cancel = 取消尚未开始的视频
command-settings = 设置视频的默认规格
command-language = 选择语言
command-forget = 删除保存的关于你的一切
command-balance = 各视频服务的余额
command-stats = 今天和本周的数据
command-jobs = 未完成的视频，卡住的在前
command-provider = 开启或关闭视频服务
command-user = 查看某个人的使用情况
command-limit = 设置某个人的每日额度
command-ban = 禁止某个人使用
command-unban = 重新允许某个人使用
command-broadcast = 群发消息

## The bot's profile, in plain text

profile-about =
    把你写的文字做成视频。

    发一段提示词，或者发一张图片并在说明文字里写上画面中要发生什么。一两分钟后，视频就会出现在这里。
profile-short = 把提示词，或者带说明文字的图片，做成视频。

## Languages

language-name = 中文
language-ask = 🌐 想让我用哪种语言？
language-set = 好的，以后我用中文和你交流。

## Prompts

prompt-empty = 这段提示词里没有可以呈现的内容。请用文字描述视频。
prompt-too-long = 这段提示词有 { NUMBER($length) } 个字符，上限是 { NUMBER($max) } 个。请删去 { NUMBER($over) } 个。
prompt-missing = 请把提示词写在命令后面：<code>/video 雪地里的一匹狼</code>
nobody-mode =
    { $mode ->
        [text] 目前没有服务能只凭文字做视频。
        [image] 目前没有服务能用图片做视频。
        [frames] 目前没有服务能用首帧和尾帧做视频。
       *[extend] 目前没有服务能延长这个视频。
    }{ $possible ->
        [text] 请只发提示词，不带图片。
        [image] 请发一张带提示词的图片。
       *[text-image] 请发提示词，或者一张带提示词的图片。
    }
nobody-duration = 目前没有服务能做 { $asked } 秒的视频。可选时长（秒）：{ $possible }。
provider-cannot =
    { $mode ->
        [text] { $provider } 不能只凭文字做视频。
        [image] { $provider } 不能用图片做视频。
        [frames] { $provider } 不能用首帧和尾帧做视频。
       *[extend] { $provider } 不能延长这个视频。
    }请去掉 --provider，或者换一个服务。
extend-gone = 那个视频已经不在了，无法延长。请发一段新的提示词。

## Options in a prompt

flag-unknown = 没有 --{ $flag } 这个选项。可用的有：<code>{ $possible }</code>。没有提交任何内容。
flag-value = --{ $flag } 不能是“{ $given }”。可选：{ $possible }。没有提交任何内容。
flag-empty = --{ $flag } 后面要写上值。可选：{ $possible }。没有提交任何内容。
flag-not-offered = 这里不能用 --{ $flag }：现有的视频服务都不支持。没有提交任何内容。
flag-no =
    { $length ->
        [0] 请在 --no 后面写上视频里不要出现的东西，例如 <code>--no blurry, text</code>。
       *[other] --no 后面有 { $length } 个字符，上限是 { $max } 个。
    }没有提交任何内容。

## Settings and other options

settings-title =
    ⚙️ <b>你的设置</b>

    提示词里没有另外说明时，只要视频服务支持，就按这些设置来做。提示词里的选项（例如 --ar 9:16）优先。
settings-not-yours = 这是别人的设置。查看你自己的：/settings
board-page = <b>{ $section }</b>
board-row = { $section }：{ $choice }
board-nothing = 这里没有可选的内容：这个视频服务做的视频规格都一样。
board-too-old = 这个选项已不可用。请再看一下，或者重新打开。
section-provider = 视频服务
section-aspect-ratio = 画面比例
section-duration-s = 时长
section-quality = 清晰度
section-audio = 声音
section-prompt-expansion = 润色提示词
choice-whoever = 自动选择最合适的
choice-usual = 默认
choice-on = 开
choice-off = 关
choice-seconds = { $number } 秒
cost-about = 每个视频大约 { $number } 积分（估算）。
cost-unknown = 视频的费用未知。
button-back = ‹ 返回
button-reset = ↩️ 重置
button-make = 🎬 开始制作
options-title = <b>同样的内容，换一些选项</b>
options-made = 🎬 <b>已开始制作：</b>{ $options }
options-accepted = 已经开始制作。

## Pictures

picture-ask = 图片不错！画面里要发生什么？请用下一条消息描述；/cancel 可放弃这张图片。
album-ask = 图片不错！要发生什么？如果是两张，请描述如何从第一张变到第二张。下一条消息就是提示词；/cancel 可放弃这些图片。
picture-ask-group = 图片不错！画面里要发生什么？请回复这条消息来描述；/cancel 可放弃这张图片。
album-ask-group = 图片不错！要发生什么？请回复这条消息来描述；如果是两张，请写出如何从第一张变到第二张。/cancel 可放弃这些图片。
album-rest = 一个相册只用一段说明文字。我采用了你的第一段，另一段没有采用。
album-late = 相册里有一张图片来得太晚，没能用进视频。想两张都用，请重新发送相册。
picture-empty = 这个文件是空的，只有 0 字节。请重新发送图片。
picture-not-one = 这个文件不是我能读取的图片。请发 PNG、JPEG 或 WEBP。
picture-kind = 这是 { $kind } 文件。请发 PNG、JPEG 或 WEBP，或者以照片形式发送。
picture-animated = 这是动图，而我需要静态图片。请发其中一帧，格式为 PNG、JPEG 或 WEBP。
picture-broken = 这张图片已损坏或不完整。请重新保存后再发一次。
picture-too-large = 这张图片超过 { $max } MB，我无法下载。请发小一点的，或者以照片形式发送。
picture-too-many-pixels = 这张图片有 { NUMBER($width) } × { NUMBER($height) } 像素，我最多能打开 { $max } MP（百万像素）。请缩小后再发。
picture-gone = 无法再次获取这张图片。请重新发送。
sticker-moves = 这是动态贴纸，而我需要静态的。请发静态贴纸或者图片。

## Limits

limit-per-minute = 每分钟最多 { $allowed } 个视频。请在 { span }后再来。
limit-per-day = 每天最多 { $allowed } 个视频。请在 { span }后再来。
limit-active =
    { $allowed ->
        [1] 你的上一个视频还在制作中，请等它完成后再来。
       *[other] 你有 { $allowed } 个视频还在制作中，请等其中一个完成后再来。
    }
limit-moderated = 你今天有 { $allowed } 条提示词没有通过内容审核，已达到每日上限。请在 { span }后再来。

## The card

card-accepted = ⏳ <b>已收到。</b>视频马上开始制作。
card-in-line = ⏳ <b>排队中。</b>前面还有 { $before } 个视频。
card-next = ⏳ <b>排队中。</b>下一个就是你的。
card-generating = 🎬 <b>制作中。</b>视频会直接出现在这里。
card-range =
    { $bar } 通常 { $low }–{ $high } { $unit ->
        [seconds] 秒
       *[minutes] 分钟
    }，已用 { $now }
card-elapsed = 已用 { $now }
card-late = 这次比平时慢得多。
card-hidden =
    🙈 <b>已隐藏。</b>视频服务那边已无法停止。{ $forgotten ->
        [yes] 视频做好后也会被清除。
       *[no] 做好后不会提醒你，点这里的按钮就能看。
    }

# What comes otherwise than it was asked for, under card-generating and ping-video.
changed-quality = 你要的是 { $asked }，这个视频服务做的是 { $applied }。
changed-aspect-ratio =
    { $applied ->
        [none] 你要的是 { $asked }，但视频会保持原素材的画面比例。
       *[other] 你要的是 { $asked }，这个视频服务做的是 { $applied }。
    }
changed-duration-s = 你要的是 { $asked } 秒，这个视频服务做的是 { $applied } 秒。
changed-seed = 你指定了种子 { $asked }，但这个视频服务会自己选择。
changed-audio = 你要了声音，但这个视频服务只做无声视频。
changed-negative-prompt = 这个视频服务无法指定不要出现的内容。
changed-prompt-expansion = 是否润色提示词，由这个视频服务自行决定。

## Outcomes

outcome-moderated =
    🚫 <b>没有通过视频服务的内容审核。</b>

    这类审核会检查暴力、裸露、真实人物和品牌。请换个说法，或者换一张图片。
outcome-failed = ⚠️ <b>视频服务没能做出这个视频。</b>
outcome-expired = ⚠️ <b>视频没有在时限内完成。</b>
outcome-gone = ⚠️ <b>视频服务那边已经没有这个视频了。</b>
outcome-unavailable = ⚠️ <b>目前没有服务能做这个视频。</b>请稍后再试。
outcome-cancelled = 已取消。没有产生费用，也不计入你的每日额度。
outcome-unknown =
    ⚠️ <b>无法确定这个视频有没有做出来。</b>

    视频服务在关键时刻停止了响应。
refused-prompt-too-long = ⚠️ <b>提示词超出了视频服务的长度限制。</b>请缩短后再发。
refused-picture = ⚠️ <b>视频服务不接受这张图片。</b>请换一张试试。
refused-choice = ⚠️ <b>视频服务不支持这样的选项组合。</b>
video-as-link =
    ✅ <b>视频做好了，</b>但无法发到这里。请尽快下载：
    { $url }
video-missing =
    ⚠️ <b>视频服务说视频已经做好，但它给出的地址上什么也没有。</b>
video-out-of-reach =
    ⚠️ <b>视频已经做好，但我没能从视频服务取回来。</b>也许你一时还能从这里下载：
    { $url }
button-retry = 🔁 再试一次
retry-accepted = 已经重新开始。
retry-accepted-before = 已经在进行中。
not-yours = 这是别人的视频。
too-old = 这个按钮已失效。请重新发送提示词。
job-forgotten = 这个按钮已失效：相关内容因时间太久或应要求已被删除。请重新发送提示词。
done = 完成。

ping-video = ✅ 视频做好了，用时 { span }。
ping-video-long = ✅ 视频做好了，用时 { lasted-minutes }。
ping-no-video = ⚠️ 这次没有做出视频，原因见上方。
receipt =
    { $provider }{ $quality ->
        [none] {""}
       *[other] ，{ $quality }
    }{ $duration ->
        [none] {""}
       *[other] ，{ $duration }
    }{ $credits ->
        [none] {""}
       *[other] ，{ $credits }
    }。
receipt-credits = { $number } 积分
receipt-left = 今天还剩 { $left } 个，共 { $allowed } 个。

# Under an outcome without a video: what was charged, then the limit.
charge-none = 没有产生费用。
charge-known = 扣除了 { $credits }。
charge-unknown = 视频服务没有说明这次是否收费。
limit-kept = 这次不计入你的每日额度。
limit-used = 这次计入你的额度。

## First and last frame

card-frames =
    { $order ->
        [turned] 视频从你的最后一张图片开始，到第一张结束。
       *[sent] 视频从你的第一张图片开始，到最后一张结束。
    }
button-swap = 🔃 前后对调
swap-done = 已对调。
swap-too-late = 来不及对调了：这个视频已经开始制作。

## Albums of more pictures than one video is made from

album-choose =
    <b>这些图片要怎么用？</b>

    一个视频用不了这么多张。在你选择之前，不会开始制作，也不计入你的额度。
album-asked = ⏸ 请先在下方做出选择。
button-album-frames = 从第一张到最后一张
button-album-first = 只用第一张
button-album-each = 每张做一个视频
button-album-none = 都不做
album-made = 正在制作 { $number } 个视频。
album-later = 其余的请稍后再按一次。
album-none = 好的，这些图片不做视频。
album-over = 这里已经选好了。

## Edited messages

edit-offer =
    { $made ->
        [yes] 这个视频用的是修改前的提示词。要按新的再做一个吗？
       *[no] 修改前的提示词没有做出视频。要按新的做一个吗？
    }
button-edited = 🎬 按新提示词制作
edit-accepted = 已按新提示词开始制作。
edit-newer = 之后你又修改了那条消息，请点最新提问下面的按钮。

## Cancel

button-cancel = ✖️ 取消
cancel-done = 已取消，没有产生费用。
cancel-hidden = 视频服务那边已无法停止，所以把视频隐藏了。
cancel-ended = 来不及了：这个视频的制作已经结束。
hidden-ready =
    🙈 <b>已隐藏。</b>{ $forgotten ->
        [yes] 视频做好了，也已被清除。
       *[no] 视频做好了。
    }
button-unhide = 👁 恢复显示
button-show = ▶️ 显示
unhide-done = 视频会显示在这里。
cancel-nothing = 没有可以取消的内容。
cancel-picture = 好的，不会使用你发来的内容。
cancel-jobs = 已取消 { $number } 个视频，没有产生费用。
cancel-too-late = 有 { $number } 个视频正在制作，已无法停止，做好后会发来。

## A finished video

button-again = 🔁 再来一个
button-edit = ✏️ 改提示词
button-longer = ⏩ 延长
button-frame = 🎞 用最后一帧
button-options = ⚙️ 选项
again-accepted = 正在再做一个。
longer-accepted = 正在延长这个视频。
# The bot reads the sign and the number when this is answered.
edit-ask =
    ✏️ #{ $job } <b>新的提示词是什么？</b>请回复这条消息。原来的是：
    <code>{ $prompt }</code>
frame-ask =
    🎞 #{ $job } <b>接下来发生什么？</b>请回复这条消息，写下提示词。新视频会从那个视频的最后一帧开始。
video-ask = 视频不错！接下来要发生什么？请用下一条消息描述，新视频会从它的最后一帧开始；/cancel 可放弃这个视频。
video-ask-group = 视频不错！接下来要发生什么？请回复这条消息来描述，新视频会从它的最后一帧开始；/cancel 可放弃这个视频。
frame-none = Telegram 上没有这个视频的文件，取不到最后一帧。
frame-too-large = 这个视频超过 { $max } MB，我无法下载，也就取不到最后一帧。请发小一点的视频，或者直接发那一帧的图片。
frame-too-much = 这个视频太大，打不开最后一帧。请发小一点的视频，或者直接发那一帧的图片。
frame-broken = 找不到最后一帧：文件已损坏，或者不是视频。请换一个视频，或者直接发那一帧的图片。
frame-gone = 无法再次获取这个视频。请重新发送。
provider-gone = 这里已不再使用 { $provider }。请去掉 --provider，重新发送提示词。
show-which = 要看哪一个？请写上编号，例如 <code>/show 12</code>；编号见 /history。
show-unknown = 你没有 #{ $job } 这个视频。它可能太旧了，或者已被删除。
show-open = #{ $job }：{ $state }，{ span }前提交。

## History

history-empty = 还没有视频。发一段提示词，做你的第一个视频吧。
history-title = <b>最近的视频</b>
# As code nobody is called by an @name in it. The marks around it keep its direction to itself.
history-line =
    <b>#{ $job }</b> · { $state } · { span }前
    {"\u2068"}<code>{ $prompt }</code>{"\u2069"}
history-emptied = 这一页已经没有内容了。
history-gone = 这个列表已失效。请重新发送 /history。
history-not-yours = 这是别人的列表。
button-reel = 🎞 逐个查看
reel-end = 没有更多视频了。
video-title = #{ $job } · { span }前
button-begin = 🎬 做一个视频
video-lost = Telegram 上已经没有视频 { $videos }。
state-queued = 排队中
state-submitting = 正在开始
state-generating = 制作中
state-delivering = 正在发送
state-video = 已完成
state-moderated = 未通过内容审核
state-refused = 请求未被接受
state-failed = 失败
state-expired = 超时
state-gone = 已不存在
state-unavailable = 没有可用的服务
state-cancelled = 已取消
state-unknown = 结果不明

## Forget

forget-ask =
    <b>要我忘记你吗？</b>

    我会删除你在所有聊天中的提示词、指向你的图片和视频的链接，以及你的历史记录。还在制作的视频会先送达，然后同样被清除。

    聊天里的消息会保留，直到你自己删除。为了计算额度，我还会在一天内记住你要过多少个视频。视频服务保存哪些内容，由它们自行决定。

    此操作无法撤销。
button-forget = 🗑 忘记我
forget-done =
    <b>已经忘记你了。</b>{ $number ->
        [0] 你没有正在制作的视频。
       *[other] 你还有 { $number } 个视频正在制作，送达之后也会被清除。
    }
forget-in-private = 请在私聊中给我发送 /forget：它涉及你的所有视频，不只是这个聊天里的。
forget-not-yours = 这个问题问的是别人。
forget-too-old = 这个问题已过期。请重新发送 /forget。

## Admins

balance-title = <b>余额</b>
balance-line = <b>{ $provider }</b>：{ $total } { $unit ->
        [credits] 积分
       *[other] { $unit }
    }（{ $parts }）
balance-part-monthly = 每月 { $amount }
balance-part-package = 套餐 { $amount }
balance-part-daily = 每日 { $amount }
balance-part-account = 账户 { $amount }
balance-failed = <b>{ $provider }</b>：暂时无法读取（{ $detail }）
balance-none = 现有的视频服务都不提供余额信息。
balance-trouble = <b>{ $provider }</b> 已持续故障 { span }（{ $reason }）。如果其他服务能做，会优先使用其他服务。

alert-bad-key =
    🔑 <b>{ $provider }：API 密钥被拒绝。</b>
    请设置有效的 { $key_setting } 并重启机器人。在此之前不会在那里购买。
alert-no-credits =
    💳 <b>{ $provider }：积分已用完。</b>
    请为账户充值，无需重启。在此之前会优先使用其他服务；如果没有其他服务，用户会看到目前没有服务能做视频。
alert-not-allowed =
    🔒 <b>{ $provider }：账户没有这项权限。</b>
    请检查套餐包含的内容，以及 { $key_setting } 的权限。
alert-bad-request =
    🛠 <b>{ $provider }：对方无法理解我们的请求。</b>
    请检查 { $setting }_BASE_URL 和 { $setting }_MODEL，并看看这个机器人有没有新版本。
alert-low-balance =
    💳 <b>{ $provider }：只剩 { $total } { $unit ->
        [credits] 积分
       *[other] { $unit }
    }。</b>
    请在用完之前充值。{ $setting }_LOW_BALANCE 决定余额低到多少时通知你。
alert-purchase-unknown =
    ❓ <b>{ $provider }：有一笔购买结果不明。</b>
    购买视频时，服务停止了响应。请核对账户记录；这笔购买的标识在日志里。

## Admins: numbers, people, providers, jobs, broadcasts

admins-only = /{ $command } 仅供这个机器人的管理员在私聊中使用。
admin-usage = 请这样写：<code>{ $usage }</code>

stats-title =
    <b>{ $period ->
        [today] 今天（UTC）
       *[week] 最近 7 天
    }</b>：提示词 { $jobs }，用户 { $people }
stats-endings = { $endings }
stats-waited = 从提示词到视频：中位数 { $median } 秒，95% 在 { $slow } 秒内。
stats-made =
    • <b>{ $provider }</b>：视频 { $videos }，中位数 { $median } 秒，95% 在 { $slow } 秒内{ $spent ->
        [none] {""}
       *[other] ，积分 { $spent }
    }
stats-now = 未完成：{ $open }。暂停到明天：{ $paused }。已禁用：{ $banned }。

banned = 管理员已禁止你使用这个机器人。/forget 仍可删除我保存的关于你的一切。
user-title = <b>{ $user }</b>，语言：{ $code }
user-admin = 管理员：没有额度限制。
user-banned = ⛔ 已禁用 { span }。
user-used =
    视频：一分钟内 { $minute }，24 小时内 { $day }{ $own ->
        [yes] （个人额度）
       *[no] {""}
    }，同时 { $at_once }。
user-moderated =
    今天未通过内容审核：{ $number }。{ $paused ->
        [yes] 暂停到 UTC 零点。
       *[no] {""}
    }
user-no-jobs = 没有这个人的视频记录。
user-jobs = 全部记录：{ $endings }
user-job = • #{ $job } { $state }，{ $provider }，{ span }前
own-limit-set =
    { $own ->
        [yes] { $user } 的每日额度现在是 { $allowed } 个。
       *[no] { $user } 恢复通用的每日额度：{ $allowed } 个。
    }
ban-done = { $user } 已被禁用。取消了 { $number } 个尚未购买的视频。
ban-before = { $user } 之前已被禁用。
ban-admin = 这是管理员。请先从 ADMIN_IDS 中移除。
unban-done = { $user } 又可以使用机器人了。
unban-before = { $user } 没有被禁用。

provider-title = <b>视频服务</b>
provider-on = • <b>{ $provider }</b>：开启
provider-off = • <b>{ $provider }</b>：关闭。不再在那里购买；正在制作的仍会送达。
provider-nobody = ⚠️ 已全部关闭：用户会看到目前没有服务能做视频。

jobs-none = 没有未完成的视频。
jobs-title = <b>未完成的视频</b>：{ $endings }
jobs-line = <b>#{ $job }</b> { $state }，{ $provider }，已过 { span }，尝试：{ $tries }
button-job-retry = 🔁 重试 #{ $job }
button-job-close = 关闭 #{ $job }
job-hastened = #{ $job } 的下一步马上进行。
job-over = #{ $job } 已经结束。
job-closed = #{ $job } 已关闭：{ $state }。
job-not-closed = 无法关闭 #{ $job }：它正在处理中，或者已经结束。

broadcast-usage = 请把文字写在 <code>/broadcast</code> 后面，或者用 /broadcast 回复一条有文字的消息。只能群发文字。
broadcast-nobody = 还没有人私聊使用过机器人。
broadcast-refused = Telegram 不接受这条消息。没有发送给任何人。
broadcast-ask = 所有私聊用过机器人的人都会收到这条消息，每人一次。要发送吗？
button-broadcast-send = 📣 发送给 { $number } 人
button-broadcast-drop = 不发送
button-broadcast-stop = ⏹ 停止
broadcast-over = 群发已经结束，或者问题已过期。请重新发送 /broadcast。
broadcast-dropped = 没有发送给任何人。
broadcast-line = 📣 正在发送：{ $done } / { $total }。
broadcast-done = ✅ <b>群发完成。</b>已发送：{ $sent }，屏蔽了机器人：{ $blocked }，失败：{ $failed }。
broadcast-stopped = ⏹ <b>群发已停止。</b>已发送：{ $sent }，屏蔽了机器人：{ $blocked }，失败：{ $failed }。
