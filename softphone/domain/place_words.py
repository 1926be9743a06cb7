"""The sentences of the pre-shift check, English and German: what was found, and what helps."""

from __future__ import annotations

_NOT_TRIED = ("Not tried.", "Nicht ausprobiert.")

EAR = {
    "not_tried": _NOT_TRIED,
    "heard": ("You heard yourself.", "Sie haben sich gehört."),
    "not_heard": (
        "You did not hear yourself: is the headset on, the volume up, the right ear chosen in Preferences, Sound?",
        "Sie haben sich nicht gehört: Ist das Headset an, die Lautstärke hoch, in Einstellungen, Ton der richtige "
        "Hörer gewählt?",
    ),
}
MICROPHONE = {
    "not_tried": _NOT_TRIED,
    "good": ("Your voice comes well ({} dBFS).", "Ihre Stimme kommt gut an ({} dBFS)."),
    "soft": (
        "Your voice is soft ({} dBFS): bring the microphone two fingers from your mouth, or turn it up.",
        "Ihre Stimme ist leise ({} dBFS): Mikrofon zwei Finger breit vor den Mund, oder lauter stellen.",
    ),
    "loud": (
        "Your voice is too loud ({} dBFS): turn the microphone down, or move it from your mouth.",
        "Ihre Stimme ist zu laut ({} dBFS): Mikrofon leiser stellen, oder weiter vom Mund.",
    ),
    "nobody": (
        "Nobody was heard: is the microphone muted at the headset, or another one chosen?",
        "Niemand war zu hören: Ist das Mikrofon am Headset stumm, oder ein anderes gewählt?",
    ),
}
NOISE = {
    "not_tried": _NOT_TRIED,
    "quiet": ("Your room is quiet enough ({} dBFS).", "Ihr Raum ist ruhig genug ({} dBFS)."),
    "loud": (
        "It is loud around you ({} dBFS): callers hear it. Close the window, or move.",
        "Um Sie herum ist es laut ({} dBFS): Anrufer hören das. Fenster schließen, oder Platz wechseln.",
    ),
}
ECHO = {
    "not_tried": _NOT_TRIED,
    "none": ("Callers do not hear themselves.", "Anrufer hören sich nicht selbst."),
    "heard": (
        "Your microphone hears your ear ({} dB): callers hear themselves. Use a headset, or turn the ear down.",
        "Ihr Mikrofon hört den Hörer ({} dB): Anrufer hören sich selbst. Headset benutzen, oder Hörer leiser.",
    ),
}
RINGER = {
    "not_tried": _NOT_TRIED,
    "heard": ("You heard it ring.", "Sie haben es klingeln gehört."),
    "not_heard": (
        "You did not hear it ring: choose another ringer, or turn it up, in Preferences, Sound.",
        "Sie haben es nicht klingeln gehört: in Einstellungen, Ton eine andere Klingel wählen, oder lauter.",
    ),
}
ECHO_CALL = {
    "good": ("Sound is back after {} ms, there and back.", "Der Ton ist nach {} ms zurück, hin und her."),
    "slow": (
        "Sound is back only after {} ms: you and callers will talk at once. A cable helps, and no VPN.",
        "Der Ton ist erst nach {} ms zurück: Sie und Anrufer reden gleichzeitig. Ein Kabel hilft, und kein VPN.",
    ),
    "silent": (
        "The call was answered, but no sound came back: a firewall or router holds it up.",
        "Der Anruf wurde angenommen, aber kein Ton kam zurück: Eine Firewall oder ein Router hält ihn auf.",
    ),
    "refused": ("The test call was not answered ({}).", "Der Testanruf wurde nicht angenommen ({})."),
    "no_number": ("No echo extension is set up.", "Es ist keine Echo-Nebenstelle eingerichtet."),
}
WAY = {
    "good": ("Lost there, lost here, jitter: {}.", "Verlust hin, Verlust her, Schwankung: {}."),
    "upload": (
        "Your upload loses sound ({}): stop uploads and video, use a cable.",
        "Beim Senden geht Ton verloren ({}): Uploads und Video beenden, Kabel benutzen.",
    ),
    "download": (
        "Sound from there is lost or comes unevenly ({}): stop downloads and video, use a cable.",
        "Ton von dort geht verloren oder kommt ungleichmäßig ({}): Downloads und Video beenden, Kabel benutzen.",
    ),
}
NETWORK = {
    "cable": ("By cable.", "Über Kabel."),
    "wifi": ("By Wi-Fi: a cable is better for calls.", "Über WLAN: Für Anrufe ist ein Kabel besser."),
    "mobile": ("By mobile network: a cable is better for calls.", "Über Mobilfunk: Für Anrufe ist ein Kabel besser."),
    "vpn": ("Through a VPN ({}): sound takes longer.", "Durch ein VPN ({}): Der Ton braucht länger."),
    "none": ("There is no way out.", "Es gibt keinen Weg hinaus."),
    "unknown": ("This PC does not say by what way.", "Dieser PC sagt nicht, auf welchem Weg."),
}
PROCESSOR = {
    "free": ("{} % in use.", "{} % belegt."),
    "busy": (
        "{} % in use: sound will break. Close what you do not need.",
        "{} % belegt: Der Ton wird abreißen. Schließen Sie, was Sie nicht brauchen.",
    ),
    "unknown": ("This PC does not say.", "Dieser PC sagt es nicht."),
}
