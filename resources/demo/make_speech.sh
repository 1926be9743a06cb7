#!/bin/sh
# Makes the spoken lines of the practice world again: 16 kHz, 16 bit, mono. Needs espeak-ng and sox.
set -eu
cd "$(dirname "$0")/speech"

say() { # file, voice, words a minute, pitch, text
    espeak-ng -v "$2" -s "$3" -p "$4" --stdout "$5" |
        sox -t wav - -r 16000 -b 16 -c 1 "$1.wav" silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse gain -n -3
}

say late-order-1 de+f2 160 50 "Guten Tag, Lindqvist, Nordlicht Logistik. Wo bleibt meine Bestellung 48 11 90?"
say late-order-2 de+f2 160 50 "Und passen die Schienen auch an Racks von 2020?"
say late-order-3 de+f2 165 50 "Danke, das hilft mir. Auf Wiederhören."
say product-question-1 en-gb+m3 165 40 "Hello, Osei from Hanse Labor. Do you have a Rack S2 with a fire certificate?"
say product-question-2 en-gb+m3 165 40 "And which norm does it follow?"
say product-question-3 en-gb+m3 170 40 "Thank you, that was quick. Goodbye."
say upset-customer-1 de+m7 195 60 "Zum dritten Mal: Ich warte seit zwei Wochen, und niemand ruft zurück!"
say upset-customer-2 de+m7 160 45 "Entschuldigung. Ich habe Angst, dass mein Laden zubleibt."
say upset-customer-3 de+m7 150 40 "Gut. Dann verlasse ich mich auf Sie."
