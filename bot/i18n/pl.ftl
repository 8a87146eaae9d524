# What the bot says, in Polish. Lengths of time stand in the accusative: „za minutę”, „minutę temu”.

span = { $unit ->
    [seconds] { $number ->
        [one] { $number } sekundę
        [few] { $number } sekundy
       *[many] { $number } sekund
    }
    [minutes] { $number ->
        [one] { $number } minutę
        [few] { $number } minuty
       *[many] { $number } minut
    }
    [hours] { $number ->
        [one] { $number } godzinę
        [few] { $number } godziny
       *[many] { $number } godzin
    }
   *[days] { $number ->
        [one] { $number } dzień
        [few] { $number } dni
       *[many] { $number } dni
    }
}
lasted-seconds = { $seconds } s
lasted-minutes = { $minutes } min { $seconds } s

## Hello

start =
    <b>Opisz, co chcesz zobaczyć, a zrobię z tego film.</b>

    Możesz też wysłać obraz z podpisem, który mówi, co ma się na nim wydarzyć. Za minutę lub dwie film pojawi się tutaj.

    Spróbuj: <i>papierowa łódka na deszczowej ulicy, powolny najazd kamery</i>

    /help pokaże, co jeszcze potrafię.
help-ways =
    <b>Jak dostać film</b>
    • Napisz, co chcesz zobaczyć.
    • Albo wyślij obraz z podpisem (PNG, JPEG lub WEBP, do 20 MB; wysłany jako plik zachowa pełną jakość).
    • { $frames ->
        [yes] Albo wyślij dwa obrazy jako album: film przejdzie od pierwszego do drugiego.
       *[no] Albo wyślij album i wybierz, co z niego zrobić.
    }
    • Albo odpowiedz słowami na obraz lub film: obraz ożyje, a film będzie miał dalszy ciąg.
    • W grupie: /video i opis, także w podpisie obrazu lub w odpowiedzi na obraz.

    Opis może mieć najwyżej { $max_chars ->
        [one] { NUMBER($max_chars, useGrouping: "true") } znak
        [few] { NUMBER($max_chars, useGrouping: "true") } znaki
       *[many] { NUMBER($max_chars, useGrouping: "true") } znaków
    }. Limit filmów: { $per_minute } na minutę, { $per_day } na dobę, { $active } naraz.
help-inline = Wpisz na dowolnym czacie <code>{ $bot } wilk</code>, aby wysłać tam swój film z wilkiem.
help-options = <b>Opcje</b> – w dowolnym miejscu opisu
help-flag-ar = <code>--ar 9:16</code> – proporcje
help-flag-duration = <code>--duration 8</code> – długość w sekundach
help-flag-quality = <code>--quality 720p</code> – jakość
help-flag-no = <code>--no text, blur</code> – czego ma nie być w filmie
help-flag-audio = <code>--audio</code> – z dźwiękiem
help-flag-seed = <code>--seed 42</code> – ten sam opis i ta sama liczba dają prawie taki sam film
help-flag-raw = <code>--raw</code> – opis bez zmian, bez ulepszania
help-flag-provider = <code>--provider { $provider }</code> – tylko ten serwis wideo
help-options-more = To, co ma obowiązywać zawsze, wybierz w /settings. Przyciskami pod filmem zrobisz go jeszcze raz, zmienisz opis lub opcje albo go przedłużysz.
help-commands =
    <b>Polecenia</b>
    /history – twoje ostatnie filmy
    /show 12 – jeden z nich, z przyciskami
    /cancel – anuluj to, co jeszcze się nie zaczęło
    /settings – jakie mają być filmy domyślnie
    /language – język, w którym rozmawiamy
    /forget – usuń wszystko, co o tobie przechowuję
help-admin =
    <b>Dla administratorów</b>
    /stats – dzień i tydzień w liczbach
    /jobs – otwarte zamówienia, najpierw te, które utknęły
    /provider – włącz lub wyłącz serwis wideo
    /balance – ile zostało w serwisach wideo
    /user, /limit, /ban, /unban – dane, limit i dostęp jednej osoby
    /broadcast – napisz do wszystkich
button-help-options = Opcje
button-help-commands = Polecenia
button-help-admin = Dla administratorów
help-gone = Ta pomoc jest już niedostępna. Wyślij, proszę, /help jeszcze raz.
unknown-command = Nie znam tego polecenia. /help pokaże, co potrafię.
private-bot = Ten bot jest prywatny. O tym, kto może z niego korzystać, decyduje jego właściciel.
only-text-or-picture = Pracuję z tekstem, obrazami i filmami. Wyślij opis albo obraz z podpisem.
something-broke = Coś się u mnie zepsuło i nie udało się obsłużyć twojej wiadomości. Nie naliczono żadnej opłaty. Wyślij ją, proszę, jeszcze raz.

## Commands, as Telegram's menu shows them

command-help = Jak dostać film
command-video = Zrób film z opisu
command-history = Twoje ostatnie filmy
command-show = Pokaż film o podanym numerze
command-cancel = Anuluj to, co jeszcze się nie zaczęło
command-settings = Jakie mają być filmy domyślnie
command-language = Wybierz język
command-forget = Usuń wszystko, co o tobie przechowuję
command-balance = Stan kont w serwisach wideo
command-stats = Dzień i tydzień w liczbach
command-jobs = Otwarte zamówienia, najpierw te, które utknęły
command-provider = Włącz lub wyłącz serwis wideo
command-user = Pokaż, co wiadomo o osobie
command-limit = Ustaw osobie własny dzienny limit
command-ban = Zablokuj osobie dostęp
command-unban = Przywróć osobie dostęp
command-broadcast = Napisz do wszystkich

## The bot's profile, in plain text

profile-about =
    Robię filmy z tego, co napiszesz.

    Wyślij opis albo obraz z podpisem, który mówi, co ma się na nim wydarzyć. Za minutę lub dwie film pojawi się tutaj.
profile-short = Robi film z twojego opisu albo z obrazu z podpisem.

## Languages

language-name = Polski
language-ask = 🌐 W jakim języku mamy rozmawiać?
language-set = Od teraz rozmawiamy po polsku.

## Prompts

prompt-empty = W tym opisie nie ma nic do pokazania. Opisz film słowami.
prompt-too-long =
    Opis jest za długi: ma { $length ->
        [one] { NUMBER($length) } znak
        [few] { NUMBER($length) } znaki
       *[many] { NUMBER($length) } znaków
    }, a limit wynosi { NUMBER($max) }. Skróć go, proszę, o { NUMBER($over) }.
prompt-missing = Napisz opis po poleceniu: <code>/video wilk na śniegu</code>
nobody-mode =
    { $mode ->
        [text] Żaden z dostępnych serwisów nie robi filmów z samego opisu.
        [image] Żaden z dostępnych serwisów nie robi filmów z obrazu.
        [frames] Żaden z dostępnych serwisów nie robi filmów z pierwszej i ostatniej klatki.
       *[extend] Żaden z dostępnych serwisów nie może przedłużyć tego filmu.
    } { $possible ->
        [text] Wyślij opis bez obrazu.
        [image] Wyślij obraz z opisem.
       *[text-image] Wyślij opis albo jeden obraz z opisem.
    }
nobody-duration = Żaden z dostępnych serwisów nie zrobi filmu o długości { $asked } s. Możliwe długości w sekundach: { $possible }.
provider-cannot =
    { $mode ->
        [text] { $provider } nie robi filmów z samego opisu.
        [image] { $provider } nie robi filmów z obrazu.
        [frames] { $provider } nie robi filmów z pierwszej i ostatniej klatki.
       *[extend] { $provider } nie może przedłużyć tego filmu.
    } Pomiń --provider albo wskaż inny serwis.
extend-gone = Tego filmu już nie ma, więc nie można go przedłużyć. Wyślij nowy opis.

## Options in a prompt

flag-unknown = Nie znam opcji --{ $flag }. Możliwe opcje: <code>{ $possible }</code>. Film nie został zamówiony.
flag-value = Opcja --{ $flag } nie przyjmuje wartości „{ $given }”. Możliwe wartości: { $possible }. Film nie został zamówiony.
flag-empty = Opcja --{ $flag } wymaga wartości. Możliwe wartości: { $possible }. Film nie został zamówiony.
flag-not-offered = Opcja --{ $flag } nie jest tu dostępna: nie oferuje jej żaden z podłączonych serwisów wideo. Film nie został zamówiony.
flag-no =
    { $length ->
        [0] Napisz po --no, czego ma nie być w filmie, na przykład <code>--no blurry, text</code>.
        [one] Po --no jest { $length } znak, a limit wynosi { $max }.
        [few] Po --no są { $length } znaki, a limit wynosi { $max }.
       *[many] Po --no jest { $length } znaków, a limit wynosi { $max }.
    } Film nie został zamówiony.

## Settings and other options

settings-title =
    ⚙️ <b>Twoje ustawienia</b>

    Obowiązują, gdy opis nie mówi inaczej i gdy serwis wideo to potrafi. Opcje w opisie, na przykład --ar 9:16, mają pierwszeństwo.
settings-not-yours = To cudze ustawienia. Twoje: /settings
board-page = <b>{ $section }</b>
board-row = { $section }: { $choice }
board-nothing = Nie ma tu nic do wyboru: ten serwis wideo robi wszystkie filmy tak samo.
board-too-old = Ten wybór nie jest już możliwy. Spójrz jeszcze raz albo otwórz menu na nowo.
section-provider = Serwis wideo
section-aspect-ratio = Proporcje
section-duration-s = Długość
section-quality = Jakość
section-audio = Dźwięk
section-prompt-expansion = Ulepszanie opisu
choice-whoever = najlepszy dostępny
choice-usual = domyślnie
choice-on = tak
choice-off = nie
choice-seconds = { $number } s
cost-about =
    { $number ->
        [one] Około { $number } kredytu za film. To szacunek.
        [few] Około { $number } kredytów za film. To szacunek.
       *[many] Około { $number } kredytów za film. To szacunek.
    }
cost-unknown = Nie wiadomo, ile kosztuje film.
button-back = ‹ Wstecz
button-reset = ↩️ Resetuj
button-make = 🎬 Zrób
options-title = <b>To samo z innymi opcjami</b>
options-made = 🎬 <b>Film w realizacji:</b> { $options }
options-accepted = Już się robi.

## Pictures

picture-ask = Świetnie! Co ma się wydarzyć na tym obrazie? Opisz to w następnej wiadomości; /cancel odrzuci obraz.
album-ask = Świetnie! Co ma się wydarzyć? Jeśli obrazy są dwa, opisz, jak pierwszy przechodzi w drugi. Następna wiadomość będzie opisem; /cancel odrzuci obrazy.
picture-ask-group = Świetnie! Co ma się wydarzyć na tym obrazie? Opisz to w odpowiedzi na tę wiadomość; /cancel odrzuci obraz.
album-ask-group = Świetnie! Co ma się wydarzyć? Jeśli obrazy są dwa, opisz, jak pierwszy przechodzi w drugi. Napisz to w odpowiedzi na tę wiadomość; /cancel odrzuci obrazy.
album-rest = Album ma jeden podpis dla wszystkich obrazów. Użyty został pierwszy, drugi pominięto.
album-late = Obraz z twojego albumu przyszedł za późno, by trafić do filmu. Aby użyć obu, wyślij album jeszcze raz.
picture-empty = Ten plik jest pusty: ma 0 bajtów. Wyślij, proszę, obraz jeszcze raz.
picture-not-one = Tego pliku nie da się odczytać jako obrazu. Wyślij, proszę, PNG, JPEG lub WEBP.
picture-kind = To jest plik { $kind }. Wyślij, proszę, PNG, JPEG lub WEBP albo wyślij obraz jako zdjęcie.
picture-animated = Ten obraz jest animowany, a potrzebny jest nieruchomy. Wyślij jedną klatkę jako PNG, JPEG lub WEBP.
picture-broken = Ten obraz jest uszkodzony lub niekompletny. Zapisz go, proszę, od nowa i wyślij jeszcze raz.
picture-too-large = Ten obraz ma ponad { $max } MB, a większych nie mogę pobrać. Wyślij, proszę, mniejszy albo wyślij go jako zdjęcie.
picture-too-many-pixels = Ten obraz ma wymiary { NUMBER($width) } × { NUMBER($height) } pikseli, a otworzyć mogę najwyżej { $max } Mpx. Zmniejsz go, proszę.
picture-gone = Nie udało się ponownie pobrać tego obrazu. Wyślij go, proszę, jeszcze raz.
sticker-moves = Ta naklejka jest animowana, a potrzebna jest nieruchoma. Wyślij zwykłą naklejkę albo obraz.

## Limits

limit-per-minute =
    Limit to { $allowed ->
        [one] { $allowed } film
        [few] { $allowed } filmy
       *[many] { $allowed } filmów
    } na minutę. Wróć za { span }.
limit-per-day =
    Limit to { $allowed ->
        [one] { $allowed } film
        [few] { $allowed } filmy
       *[many] { $allowed } filmów
    } na dobę. Wróć za { span }.
limit-active =
    { $allowed ->
        [one] Twój poprzedni film jeszcze powstaje. Wróć, gdy już tu będzie.
        [few] { $allowed } twoje filmy jeszcze powstają. Wróć, gdy któryś już tu będzie.
       *[many] { $allowed } twoich filmów jeszcze powstaje. Wróć, gdy któryś już tu będzie.
    }
limit-moderated =
    Kontrola treści odrzuciła dziś { $allowed ->
        [one] { $allowed } twój opis
        [few] { $allowed } twoje opisy
       *[many] { $allowed } twoich opisów
    } i to jest dzienny limit. Wróć za { span }.

## The card

card-accepted = ⏳ <b>Przyjęte.</b> Praca nad filmem zaraz się zacznie.
card-in-line =
    ⏳ <b>W kolejce.</b> { $before ->
        [one] Przed twoim jest jeszcze jeden film.
        [few] Przed twoim są jeszcze { $before } filmy.
       *[many] Przed twoim jest jeszcze { $before } filmów.
    }
card-next = ⏳ <b>W kolejce.</b> Twój film jest następny.
card-generating = 🎬 <b>Film powstaje.</b> Pojawi się tutaj.
card-range =
    { $bar } zwykle { $low }–{ $high } { $unit ->
        [seconds] s
       *[minutes] min
    }, minęło { $now }
card-elapsed = Minęło { $now }
card-late = Tym razem trwa to wyjątkowo długo.
card-hidden =
    🙈 <b>Ukryte.</b> Zamówienia w serwisie wideo nie można już anulować. { $forgotten ->
        [yes] Gdy film będzie gotowy, też zostanie zapomniany.
       *[no] Powiadomienia nie będzie: gotowy film pojawi się tu po naciśnięciu przycisku.
    }

# What comes otherwise than it was asked for, under card-generating and ping-video.
changed-quality = Zamówiona jakość to { $asked }, ale ten serwis wideo robi { $applied }.
changed-aspect-ratio =
    { $applied ->
        [none] Zamówione proporcje to { $asked }, ale film zachowuje proporcje tego, z czego powstaje.
       *[other] Zamówione proporcje to { $asked }, ale ten serwis wideo robi { $applied }.
    }
changed-duration-s = Zamówiona długość to { $asked } s, ale ten serwis wideo robi { $applied } s.
changed-seed = Zamówiony seed to { $asked }, ale ten serwis wideo wybiera go sam.
changed-audio = Film miał mieć dźwięk, ale ten serwis wideo robi filmy bez dźwięku.
changed-negative-prompt = Temu serwisowi wideo nie można wskazać, czego ma nie być w filmie.
changed-prompt-expansion = Ten serwis wideo sam decyduje, czy ulepszyć opis.

## Outcomes

outcome-moderated =
    🚫 <b>Kontrola treści w serwisie wideo odrzuciła to zamówienie.</b>

    Takie kontrole szukają przemocy, nagości, prawdziwych osób i marek. Opisz to innymi słowami albo użyj innego obrazu.
outcome-failed = ⚠️ <b>Serwisowi wideo nie udało się zrobić tego filmu.</b>
outcome-expired = ⚠️ <b>Film nie pojawił się w wyznaczonym czasie.</b>
outcome-gone = ⚠️ <b>Serwis wideo nie ma już tego filmu.</b>
outcome-unavailable = ⚠️ <b>W tej chwili nikt nie może zrobić tego filmu.</b> Spróbuj ponownie później.
outcome-cancelled = Anulowano. Nie naliczono żadnej opłaty i nie liczy się to do twojego dziennego limitu.
outcome-unknown =
    ⚠️ <b>Nie wiadomo, czy ten film powstał.</b>

    Serwis wideo przestał odpowiadać w złym momencie.
refused-prompt-too-long = ⚠️ <b>Opis jest za długi dla serwisu wideo.</b> Skróć go, proszę.
refused-picture = ⚠️ <b>Serwis wideo nie przyjmuje tego obrazu.</b> Spróbuj, proszę, z innym.
refused-choice = ⚠️ <b>Serwis wideo nie oferuje takiego połączenia opcji.</b>
video-as-link =
    ✅ <b>Twój film jest gotowy,</b> ale nie da się go tu wysłać. Pobierz go jak najszybciej:
    { $url }
video-missing =
    ⚠️ <b>Serwis wideo podaje, że film jest gotowy, ale pod podanym adresem nic nie ma.</b>
video-out-of-reach =
    ⚠️ <b>Film powstał, ale nie udało się go pobrać z serwisu wideo.</b> Być może przez jakiś czas da się go pobrać stąd:
    { $url }
button-retry = 🔁 Jeszcze raz
retry-accepted = Robię jeszcze raz.
retry-accepted-before = Już się robi.
not-yours = To cudzy film.
too-old = Ten przycisk już nie działa. Wyślij, proszę, opis jeszcze raz.
job-forgotten = Ten przycisk już nie działa: to, czego dotyczył, zostało usunięte jako zbyt stare albo na prośbę. Wyślij, proszę, opis jeszcze raz.
done = Gotowe.

ping-video = ✅ Twój film jest gotowy. Zajęło to { span }.
ping-video-long = ✅ Twój film jest gotowy. Zajęło to { lasted-minutes }.
ping-no-video = ⚠️ Tym razem nie ma filmu; powód jest powyżej.
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
        [one] { $number } kredyt
        [few] { $number } kredyty
        [many] { $number } kredytów
       *[other] { $number } kredytu
    }
receipt-left = Na dziś zostało { $left } z { $allowed }.

# Under an outcome without a video: what was charged, then the limit.
charge-none = Nie naliczono żadnej opłaty.
charge-known = Pobrano: { $credits }.
charge-unknown = Serwis wideo nie podaje, czy coś za to naliczył.
limit-kept = Nie liczy się to do twojego dziennego limitu.
limit-used = Liczy się to do twojego limitu.

## First and last frame

card-frames =
    { $order ->
        [turned] Film zacznie się od ostatniego obrazu, a skończy na pierwszym.
       *[sent] Film zacznie się od pierwszego obrazu, a skończy na ostatnim.
    }
button-swap = 🔃 Odwrotnie
swap-done = Kolejność odwrócona.
swap-too-late = Za późno na zamianę: ten film już powstaje.

## Albums of more pictures than one video is made from

album-choose =
    <b>Co zrobić z tych obrazów?</b>

    Na jeden film jest ich za dużo. Dopóki nie wybierzesz, nic nie powstaje i nic nie liczy się do limitu.
album-asked = ⏸ Najpierw trzeba wybrać: pytanie jest poniżej.
button-album-frames = Od pierwszego do ostatniego
button-album-first = Tylko pierwszy
button-album-each = Film z każdego
button-album-none = Nic
album-made =
    { $number ->
        [one] Robię jeden film.
        [few] Robię { $number } filmy.
       *[many] Robię { $number } filmów.
    }
album-later = Aby zrobić pozostałe, naciśnij jeszcze raz później.
album-none = Dobrze, z tych obrazów nic nie robię.
album-over = Wybór już zapadł.

## Edited messages

edit-offer =
    { $made ->
        [yes] Ten film jest jeszcze z poprzedniego opisu. Zrobić kolejny, z nowego?
       *[no] Z poprzedniego opisu nie powstał film. Zrobić go z nowego?
    }
button-edited = 🎬 Zrób z nowego opisu
edit-accepted = Robię film z nowego opisu.
edit-newer = Od tego czasu ta wiadomość została znów zmieniona. Działa przycisk pod ostatnim pytaniem.

## Cancel

button-cancel = ✖️ Anuluj
cancel-done = Anulowano. Nie naliczono żadnej opłaty.
cancel-hidden = Zamówienia w serwisie wideo nie można już anulować, więc film jest ukryty.
cancel-ended = Za późno: praca nad tym filmem już się skończyła.
hidden-ready =
    🙈 <b>Ukryte.</b> { $forgotten ->
        [yes] Film jest gotowy i zapomniany.
       *[no] Film jest gotowy.
    }
button-unhide = 👁 Jednak pokaż
button-show = ▶️ Pokaż
unhide-done = Film pojawi się tutaj.
cancel-nothing = Nie ma czego anulować.
cancel-picture = Dobrze, nie użyję tego, co tu czekało.
cancel-jobs =
    { $number ->
        [one] Anulowano jeden film. Nie naliczono żadnej opłaty.
        [few] Anulowano { $number } filmy. Nie naliczono żadnej opłaty.
       *[many] Anulowano { $number } filmów. Nie naliczono żadnej opłaty.
    }
cancel-too-late =
    { $number ->
        [one] Jeden film już powstaje i nie można go zatrzymać. Pojawi się tutaj.
        [few] { $number } filmy już powstają i nie można ich zatrzymać. Pojawią się tutaj.
       *[many] { $number } filmów już powstaje i nie można ich zatrzymać. Pojawią się tutaj.
    }

## A finished video

button-again = 🔁 Jeszcze jeden
button-edit = ✏️ Zmień opis
button-longer = ⏩ Przedłuż
button-frame = 🎞 Od ostatniej klatki
button-options = ⚙️ Opcje
again-accepted = Robię kolejny film.
longer-accepted = Robię dalszy ciąg filmu.
# The bot reads the sign and the number when this is answered.
edit-ask =
    ✏️ #{ $job } <b>Jaki ma być nowy opis?</b> Odpowiedz na tę wiadomość. Dotychczasowy opis:
    <code>{ $prompt }</code>
frame-ask =
    🎞 #{ $job } <b>Co ma się dziać dalej?</b> Odpowiedz opisem na tę wiadomość. Nowy film zacznie się od ostatniej klatki poprzedniego.
video-ask = Świetnie! Co ma się dziać dalej? Opisz to w następnej wiadomości, a nowy film zacznie się tam, gdzie ten się kończy; /cancel odrzuci przysłany film.
video-ask-group = Świetnie! Co ma się dziać dalej? Opisz to w odpowiedzi na tę wiadomość, a nowy film zacznie się tam, gdzie ten się kończy; /cancel odrzuci przysłany film.
frame-none = Telegram nie ma pliku tego filmu, więc nie ma skąd wziąć ostatniej klatki.
frame-too-large = Ten film ma ponad { $max } MB, a większych nie mogę pobrać, więc nie zobaczę ostatniej klatki. Wyślij, proszę, mniejszy albo samą klatkę jako obraz.
frame-too-much = Ten film jest za duży, by dało się odczytać ostatnią klatkę. Wyślij, proszę, mniejszy albo samą klatkę jako obraz.
frame-broken = Nie udało się znaleźć ostatniej klatki: plik jest uszkodzony albo to nie film. Wyślij, proszę, inny film albo samą klatkę jako obraz.
frame-gone = Nie udało się ponownie pobrać tego filmu. Wyślij go, proszę, jeszcze raz.
provider-gone = { $provider } nie jest tu już używany. Wyślij opis jeszcze raz, bez --provider.
show-which = Który? Podaj numer, na przykład <code>/show 12</code>; numery są w /history.
show-unknown = Nie masz filmu #{ $job }. Może jest za stary albo został usunięty.
show-open = #{ $job }: { $state }, zamówiony { span } temu.

## History

history-empty = Jeszcze nic tu nie ma. Wyślij opis, a powstanie twój pierwszy film.
history-title = <b>Twoje ostatnie filmy</b>
# As code nobody is called by an @name in it. The marks around it keep its direction to itself.
history-line =
    <b>#{ $job }</b> · { $state } · { span } temu
    {"\u2068"}<code>{ $prompt }</code>{"\u2069"}
history-emptied = Na tej stronie nic już nie ma.
history-gone = Ta lista jest już niedostępna. Wyślij, proszę, /history jeszcze raz.
history-not-yours = To cudza lista.
button-reel = 🎞 Po kolei
reel-end = Więcej filmów nie ma.
video-title = #{ $job } · { span } temu
button-begin = 🎬 Zrób film
video-lost = W Telegramie nie ma już filmów: { $videos }.
state-queued = w kolejce
state-submitting = zaczyna się
state-generating = powstaje
state-delivering = w trakcie wysyłania
state-video = gotowy
state-moderated = zatrzymany przez kontrolę treści
state-refused = nieprzyjęty
state-failed = nie udał się
state-expired = powstawał za długo
state-gone = już niedostępny
state-unavailable = nie było komu go zrobić
state-cancelled = anulowany
state-unknown = nie wiadomo, czy powstał

## Forget

forget-ask =
    <b>Czy mam o tobie zapomnieć?</b>

    Usunę twoje opisy, odnośniki do twoich obrazów i filmów oraz twoją historię ze wszystkich czatów. To, co jeszcze powstaje, najpierw tu dotrze, a potem też zostanie zapomniane.

    Wiadomości zostaną na czatach, dopóki ich nie usuniesz. Przez dobę będę jeszcze pamiętać, ile filmów było zamówionych: to potrzebne do limitów. O tym, co przechowują serwisy wideo, decydują one same.

    Tego nie można cofnąć.
button-forget = 🗑 Zapomnij o mnie
forget-done =
    <b>Już o tobie nie pamiętam.</b> { $number ->
        [0] Żaden twój film już nie powstaje.
        [one] Jeden twój film jeszcze powstaje: dotrze tu, a potem też zostanie zapomniany.
        [few] { $number } twoje filmy jeszcze powstają: dotrą tu, a potem też zostaną zapomniane.
       *[many] { $number } twoich filmów jeszcze powstaje: dotrą tu, a potem też zostaną zapomniane.
    }
forget-in-private = Napisz do mnie /forget prywatnie: dotyczy to wszystkich twoich filmów, nie tylko tych z tego czatu.
forget-not-yours = To pytanie było do kogoś innego.
forget-too-old = To pytanie jest już nieaktualne. Wyślij, proszę, /forget jeszcze raz.

## Admins

balance-title = <b>Stan kont</b>
balance-line = <b>{ $provider }</b> – { $unit ->
        [credits] kredyty: { $total }
       *[other] { $total } { $unit }
    } ({ $parts })
balance-part-monthly = miesięczne { $amount }
balance-part-package = z pakietu { $amount }
balance-part-daily = dzienne { $amount }
balance-part-account = na koncie { $amount }
balance-failed = <b>{ $provider }</b>: teraz nie można odczytać ({ $detail })
balance-none = Żaden z podłączonych serwisów wideo nie podaje, ile zostało.
balance-trouble = <b>{ $provider }</b> nie działa już { span } ({ $reason }). Jeśli inny serwis może zrobić film, zamówienie trafia najpierw do niego.

alert-bad-key =
    🔑 <b>{ $provider }: klucz API został odrzucony.</b>
    Ustaw poprawną wartość { $key_setting } i uruchom bota ponownie. Do tego czasu bot nic tam nie kupuje.
alert-no-credits =
    💳 <b>{ $provider }: kredyty się skończyły.</b>
    Doładuj konto; ponowne uruchomienie nie jest potrzebne. Do tego czasu zamówienia trafiają najpierw do innych serwisów; jeśli ich nie ma, użytkownicy widzą, że nikt nie może zrobić ich filmu.
alert-not-allowed =
    🔒 <b>{ $provider }: konto nie ma do tego prawa.</b>
    Sprawdź, co obejmuje jego plan i jakie uprawnienia ma { $key_setting }.
alert-bad-request =
    🛠 <b>{ $provider }: serwis nie rozumie naszych zapytań.</b>
    Sprawdź { $setting }_BASE_URL i { $setting }_MODEL oraz czy nie ma nowszej wersji tego bota.
alert-low-balance =
    💳 <b>{ $provider }: { $unit ->
        [credits] zostało kredytów – { $total }
       *[other] zostało { $total } { $unit }
    }.</b>
    Doładuj konto, zanim się opróżni. { $setting }_LOW_BALANCE określa, przy jakim stanie o tym usłyszysz.
alert-purchase-unknown =
    ❓ <b>{ $provider }: nie wiadomo, jak skończył się jeden zakup.</b>
    Serwis przestał odpowiadać w trakcie kupowania filmu. Sprawdź historię konta; klucz zakupu jest w logu.

## Admins: numbers, people, providers, jobs, broadcasts

admins-only = /{ $command } jest tylko dla administratorów tego bota, na czacie prywatnym.
admin-usage = Napisz to tak: <code>{ $usage }</code>

stats-title =
    <b>{ $period ->
        [today] Dziś (UTC)
       *[week] Ostatnie 7 dni
    }</b> – zamówienia: { $jobs }, osoby: { $people }
stats-endings = { $endings }
stats-waited = Od opisu do filmu: mediana { $median } s, 95% w ciągu { $slow } s.
stats-made =
    • <b>{ $provider }</b> – filmy: { $videos }, mediana { $median } s, 95% w ciągu { $slow } s{ $spent ->
        [none] {""}
       *[other] , kredyty: { $spent }
    }
stats-now = Otwarte: { $open }. Przerwa do jutra: { $paused }. Zablokowani: { $banned }.

banned = Nie możesz już korzystać z tego bota: administratorzy zablokowali ci dostęp. /forget nadal usuwa wszystko, co o tobie przechowuję.
user-title = <b>{ $user }</b>, język: { $code }
user-admin = Administrator: bez limitów.
user-banned = ⛔ Dostęp zablokowany już { span }.
user-used =
    Filmy: { $minute } w ostatniej minucie, { $day } w ostatniej dobie{ $own ->
        [yes] {" "}(własny limit)
       *[no] {""}
    }, { $at_once } naraz.
user-moderated =
    Zatrzymane dziś przez kontrolę treści: { $number }.{ $paused ->
        [yes] {" "}Przerwa do północy UTC.
       *[no] {""}
    }
user-no-jobs = Nic nie wiadomo o filmach tej osoby.
user-jobs = Wszystko, co pamiętam: { $endings }
user-job = • #{ $job } { $state }, { $provider }, { span } temu
own-limit-set =
    { $own ->
        [yes] Dzienny limit dla { $user } wynosi teraz { $allowed }.
       *[no] Dla { $user } znów obowiązuje zwykły dzienny limit: { $allowed }.
    }
ban-done = Dostęp dla { $user } jest zablokowany. Anulowane filmy, jeszcze niekupione: { $number }.
ban-before = Dostęp dla { $user } był już zablokowany.
ban-admin = To administrator. Najpierw usuń ten numer z ADMIN_IDS.
unban-done = { $user } znów może zamawiać filmy.
unban-before = Dostęp dla { $user } nie jest zablokowany.

provider-title = <b>Serwisy wideo</b>
provider-on = • <b>{ $provider }</b>: włączony
provider-off = • <b>{ $provider }</b>: wyłączony. Bot nie kupuje tam nic nowego; to, co już powstaje, dotrze.
provider-nobody = ⚠️ Wszystkie są wyłączone: ludzie widzą, że w tej chwili nikt nie może zrobić ich filmu.

jobs-none = Nie ma otwartych zamówień.
jobs-title = <b>Otwarte zamówienia</b> – { $endings }
jobs-line = <b>#{ $job }</b> { $state }, { $provider }, już { span }, próby: { $tries }
button-job-retry = 🔁 Ponów #{ $job }
button-job-close = Zamknij #{ $job }
job-hastened = #{ $job }: następny krok już teraz.
job-over = #{ $job }: zamówienie jest już zakończone.
job-closed = #{ $job }: zamówienie zamknięte ({ $state }).
job-not-closed = #{ $job }: zamówienia nie można zamknąć, bo właśnie trwa nad nim praca albo jest już zakończone.

broadcast-usage = Napisz tekst po <code>/broadcast</code> albo odpowiedz poleceniem /broadcast na wiadomość z tekstem. Rozesłać można tylko tekst.
broadcast-nobody = Nikt jeszcze nie korzystał z bota prywatnie.
broadcast-refused = Telegram nie przyjmuje tej wiadomości. Nic nie zostało wysłane.
broadcast-ask = Tę wiadomość dostaną, raz, wszyscy, którzy korzystali z bota prywatnie. Wysłać?
button-broadcast-send =
    📣 Wyślij do { $number ->
        [one] { $number } osoby
        [few] { $number } osób
       *[many] { $number } osób
    }
button-broadcast-drop = Nie wysyłaj
button-broadcast-stop = ⏹ Zatrzymaj
broadcast-over = Rozsyłanie już się zakończyło albo pytanie jest nieaktualne. Zacznij od nowa: /broadcast.
broadcast-dropped = Nic nie zostało wysłane.
broadcast-line = 📣 Wysyłanie: { $done } z { $total }.
broadcast-done = ✅ <b>Rozsyłanie zakończone.</b> Wysłano: { $sent }, zablokowali bota: { $blocked }, nie udało się: { $failed }.
broadcast-stopped = ⏹ <b>Rozsyłanie zatrzymane.</b> Wysłano: { $sent }, zablokowali bota: { $blocked }, nie udało się: { $failed }.
