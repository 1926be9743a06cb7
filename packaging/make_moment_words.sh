#!/bin/sh
# Makes moment-en.wav and moment-de.wav of resources/sounds again: what the caller hears first while the agent is away
# for a moment. 16 kHz, 16 bit, mono, softer than somebody who speaks. Needs espeak-ng and sox.
set -eu
cd "$(dirname "$0")/../resources/sounds"

say() { # file, voice, text
    espeak-ng -v "$2" -s 145 -p 45 -g 2 --stdout "$3" |
        sox -t wav - -r 16000 -b 16 -c 1 "$1.wav" silence 1 0.01 0.5% reverse silence 1 0.01 0.5% fade t 0.05 reverse \
            lowpass 6500 gain -n -6 pad 0.2 0.4
}

say moment-en en-gb+f2 "Please stay on the line. I will be right back with you."
say moment-de de+f2 "Bitte bleiben Sie dran. Ich bin gleich wieder für Sie da."
