<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About Aside</source>
        <translation>Über Aside</translation>
    </message>
    <message>
        <source>The agent softphone that keeps an expert at your side.</source>
        <translation>Das Softphone, bei dem Ihnen immer jemand mit Fachwissen zur Seite steht.</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Click copies this line</source>
        <translation>Ein Klick kopiert diese Zeile</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Free software under {licence}: you may use, study, share and change it. It comes without any warranty.</source>
        <translation>Freie Software unter {licence}: Sie dürfen sie nutzen, untersuchen, weitergeben und ändern. Jede Gewährleistung ist ausgeschlossen.</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>What was asked</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 Tage</translation>
    </message>
    <message>
        <source>One year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>Owner: {name}. Ask them when it has expired.</source>
        <translation>Zuständig: {name}. Bitte nachfragen, wenn die Antwort abgelaufen ist.</translation>
    </message>
    <message>
        <source>Kept answers</source>
        <translation>Behaltene Antworten</translation>
    </message>
    <message>
        <source>Search kept answers</source>
        <translation>Behaltene Antworten durchsuchen</translation>
    </message>
    <message>
        <source>This answer</source>
        <translation>Diese Antwort</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Ask whether it holds</source>
        <translation>Fragen, ob sie noch gilt</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>There are more: search for words.</source>
        <translation>Es gibt mehr: Suchen Sie nach Wörtern.</translation>
    </message>
    <message>
        <source>Delete for good?</source>
        <translation>Endgültig löschen?</translation>
    </message>
    <message>
        <source>Asked in the side chat.</source>
        <translation>Im Experten-Chat gefragt.</translation>
    </message>
    <message>
        <source>Export kept answers</source>
        <translation>Behaltene Antworten exportieren</translation>
    </message>
    <message>
        <source>Import kept answers</source>
        <translation>Behaltene Antworten importieren</translation>
    </message>
    <message>
        <source>Kept answers ({files})</source>
        <translation>Behaltene Antworten ({files})</translation>
    </message>
    <message>
        <source>{name} cannot be read, or is too large.</source>
        <translation>{name} lässt sich nicht lesen oder ist zu groß.</translation>
    </message>
    <message>
        <source>{name} cannot be written there.</source>
        <translation>{name} lässt sich dort nicht schreiben.</translation>
    </message>
    <message>
        <source>{name} holds no kept answers.</source>
        <translation>{name} enthält keine behaltenen Antworten.</translation>
    </message>
    <message>
        <source>{n} answers from {name}.</source>
        <translation>{n} Antworten aus {name}.</translation>
    </message>
    <message>
        <source>{n} answers in {name}.</source>
        <translation>{n} Antworten in {name}.</translation>
    </message>
    <message>
        <source>{bad} lines left out.</source>
        <translation>{bad} Zeilen ausgelassen.</translation>
    </message>
    <message>
        <source>Nothing is kept yet: keep a reply of the side chat after the call.</source>
        <translation>Noch nichts behalten: Behalten Sie nach dem Gespräch eine Antwort aus dem Experten-Chat.</translation>
    </message>
    <message>
        <source>{n} kept</source>
        <translation>{n} behalten</translation>
    </message>
    <message>
        <source>{n} expired</source>
        <translation>{n} abgelaufen</translation>
    </message>
    <message>
        <source>{name}: {minutes} min saved</source>
        <translation>{name}: {minutes} min gespart</translation>
    </message>
    <message>
        <source>Keep as answer</source>
        <translation>Als Antwort behalten</translation>
    </message>
    <message>
        <source>It is offered to you when you type a similar question. Names, numbers, addresses, orders and cases of the customer are taken out already; look whether anything else says who it was.</source>
        <translation>Sie wird Ihnen angeboten, wenn Sie eine ähnliche Frage tippen. Namen, Nummern, Adressen, Bestellungen und Vorgänge des Kunden sind schon entfernt; bitte prüfen Sie, ob noch etwas verrät, wer es war.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Question and answer are needed.</source>
        <translation>Frage und Antwort werden gebraucht.</translation>
    </message>
    <message>
        <source>Answered before</source>
        <translation>Schon einmal beantwortet</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Kept answer</source>
        <translation>Behaltene Antwort</translation>
    </message>
    <message>
        <source>This solved it</source>
        <translation>Das war die Lösung</translation>
    </message>
    <message>
        <source>valid until {day}</source>
        <translation>gültig bis {day}</translation>
    </message>
    <message>
        <source>expired {day}, owner asked</source>
        <translation>abgelaufen {day}, nachgefragt</translation>
    </message>
    <message>
        <source>expired {day}</source>
        <translation>abgelaufen {day}</translation>
    </message>
    <message>
        <source>solved {n} times</source>
        <translation>{n}-mal gelöst</translation>
    </message>
    <message>
        <source>solved once</source>
        <translation>einmal gelöst</translation>
    </message>
    <message>
        <source>Does this answer still hold? It was kept until {day}.
Question: {question}
Answer: {answer}</source>
        <translation>Gilt diese Antwort noch? Sie war bis {day} gültig.
Frage: {question}
Antwort: {answer}</translation>
    </message>
    <message>
        <source>Thank you. Your answer solved it in the call.</source>
        <translation>Danke. Ihre Antwort hat es im Gespräch gelöst.</translation>
    </message>
    <message>
        <source>Thank you. With your answer I could promise the customer how it goes on.</source>
        <translation>Danke. Mit Ihrer Antwort konnte ich zusagen, wie es weitergeht.</translation>
    </message>
    <message>
        <source>Thank you. Your answer helped in the call.</source>
        <translation>Danke. Ihre Antwort hat im Gespräch geholfen.</translation>
    </message>
</context>
<context>
    <name>Asked</name>
    <message>
        <source>Asking somebody</source>
        <translation>Rückfrage</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Conference</source>
        <translation>Konferenz</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Makeln</translation>
    </message>
    <message>
        <source>Connect them</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>To customer</source>
        <translation>Zum Kunden</translation>
    </message>
    <message>
        <source>Works as soon as the question is answered</source>
        <translation>Geht, sobald die Rückfrage angenommen ist</translation>
    </message>
    <message>
        <source>They are being connected</source>
        <translation>Sie werden gerade verbunden</translation>
    </message>
    <message>
        <source>Connecting {customer} with {asked} …</source>
        <translation>{customer} wird mit {asked} verbunden …</translation>
    </message>
    <message>
        <source>{customer} is on hold, hears nothing. Connect and Conference: after the answer.</source>
        <translation>{customer} wird gehalten und hört nichts. Verbinden und Konferenz: nach der Annahme.</translation>
    </message>
    <message>
        <source>You speak with {customer}. {asked} is being called</source>
        <translation>Sie sprechen mit {customer}. {asked} wird angerufen</translation>
    </message>
    <message>
        <source>Calling {asked}</source>
        <translation>Rückfrage bei {asked}: wird angerufen</translation>
    </message>
    <message>
        <source>{asked} is on hold {time} and hears nothing</source>
        <translation>{asked} wird seit {time} gehalten und hört nichts</translation>
    </message>
    <message>
        <source>You speak with {customer}</source>
        <translation>Sie sprechen mit {customer}</translation>
    </message>
    <message>
        <source>{customer} is on hold {time} and hears nothing</source>
        <translation>{customer} wird seit {time} gehalten und hört nichts</translation>
    </message>
    <message>
        <source>You speak with {asked}</source>
        <translation>Sie sprechen mit {asked}</translation>
    </message>
    <message>
        <source>Split puts {customer} on hold; you go on with {asked}.</source>
        <translation>Trennen hält {customer}; Sie sprechen mit {asked} weiter.</translation>
    </message>
    <message>
        <source>Conference on hold: nobody hears anybody</source>
        <translation>Konferenz gehalten: niemand hört jemanden</translation>
    </message>
    <message>
        <source>Conference: {who} has put us on hold</source>
        <translation>Konferenz: {who} hält uns</translation>
    </message>
    <message>
        <source>Conference, you are muted: {customer} and {asked} hear each other</source>
        <translation>Konferenz, Ihr Mikrofon ist aus: {customer} und {asked} hören einander</translation>
    </message>
    <message>
        <source>Conference: you, {customer} and {asked} hear each other</source>
        <translation>Konferenz: Sie, {customer} und {asked} hören einander</translation>
    </message>
</context>
<context>
    <name>Call</name>
    <message>
        <source>Talking, you are muted</source>
        <translation>Im Gespräch, Ihr Mikro ist aus</translation>
    </message>
    <message>
        <source>Calling you</source>
        <translation>Ruft Sie an</translation>
    </message>
    <message>
        <source>Answering …</source>
        <translation>Wird angenommen …</translation>
    </message>
    <message>
        <source>Dialling …</source>
        <translation>Wählt …</translation>
    </message>
    <message>
        <source>Ringing there …</source>
        <translation>Es klingelt dort …</translation>
    </message>
    <message>
        <source>Call ended</source>
        <translation>Gespräch beendet</translation>
    </message>
    <message>
        <source>Transferring …</source>
        <translation>Wird verbunden …</translation>
    </message>
    <message>
        <source>Conference, you are muted</source>
        <translation>Konferenz, Mikrofon aus</translation>
    </message>
    <message>
        <source>Conference</source>
        <translation>Konferenz</translation>
    </message>
    <message>
        <source>Away for a moment</source>
        <translation>Kurze Unterbrechung</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>The other side has put you on hold</source>
        <translation>Die Gegenseite hält Sie</translation>
    </message>
    <message>
        <source>On hold on both sides</source>
        <translation>Von beiden Seiten gehalten</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>Im Gespräch</translation>
    </message>
    <message>
        <source>Call from a colleague</source>
        <translation>Anruf aus dem Kollegenkreis</translation>
    </message>
    <message>
        <source>Customer call</source>
        <translation>Kundenanruf</translation>
    </message>
    <message>
        <source>incoming</source>
        <translation>eingehend</translation>
    </message>
    <message>
        <source>outgoing</source>
        <translation>ausgehend</translation>
    </message>
</context>
<context>
    <name>CallBar</name>
    <message>
        <source>Mute</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Mikro aus</translation>
    </message>
    <message>
        <source>Muted, open the microphone</source>
        <translation>Mikro aus, einschalten</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Anruf</translation>
    </message>
    <message>
        <source>Number copied</source>
        <translation>Nummer kopiert</translation>
    </message>
    <message>
        <source>Click copies the number</source>
        <translation>Ein Klick kopiert die Nummer</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Anrufer</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Dial</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Side chat</source>
        <translation>Experten-Chat</translation>
    </message>
    <message>
        <source>Encrypted as far as the PBX</source>
        <translation>Verschlüsselt bis zur Telefonanlage</translation>
    </message>
    <message>
        <source>Calling you, rings {n} s more</source>
        <translation>Ruft Sie an, klingelt noch {n} s</translation>
    </message>
    <message>
        <source>Calling you, answers by itself</source>
        <translation>Ruft Sie an, wird selbst angenommen</translation>
    </message>
    <message>
        <source>Restarting, the call is taken back</source>
        <translation>Startet neu, der Anruf wird zurückgeholt</translation>
    </message>
    <message>
        <source>Wrap-up, no customer calls</source>
        <translation>Nachbearbeitung läuft</translation>
    </message>
    <message>
        <source>No call</source>
        <translation>Kein Anruf</translation>
    </message>
    <message>
        <source>Side chat · {n} new</source>
        <translation>Experten-Chat · {n} neu</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Held, go on talking</source>
        <translation>Gehalten, Gespräch fortsetzen</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>Weiterleiten</translation>
    </message>
    <message>
        <source>Back to queue</source>
        <translation>Zurück in die Warteschlange</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Stop dialling</source>
        <translation>Wahl abbrechen</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Customer {name}</source>
        <translation>Kunde {name}</translation>
    </message>
    <message>
        <source>since {year}</source>
        <translation>seit {year}</translation>
    </message>
    <message>
        <source>from this PC, the CRM was not asked</source>
        <translation>von diesem PC, das CRM wurde nicht gefragt</translation>
    </message>
    <message>
        <source>Number copied</source>
        <translation>Nummer kopiert</translation>
    </message>
    <message>
        <source>E-mail address copied</source>
        <translation>E-Mail-Adresse kopiert</translation>
    </message>
    <message>
        <source>{n} more are open.</source>
        <translation>{n} weitere sind offen.</translation>
    </message>
    <message>
        <source>promised {day}</source>
        <translation>zugesagt für {day}</translation>
    </message>
    <message>
        <source>Open order</source>
        <translation>Offene Bestellung</translation>
    </message>
    <message>
        <source>Order copied</source>
        <translation>Bestellnummer kopiert</translation>
    </message>
    <message>
        <source>opened today</source>
        <translation>heute eröffnet</translation>
    </message>
    <message>
        <source>Open case</source>
        <translation>Offener Vorgang</translation>
    </message>
    <message>
        <source>Case copied</source>
        <translation>Vorgangsnummer kopiert</translation>
    </message>
    <message>
        <source>Last contacts</source>
        <translation>Letzte Kontakte</translation>
    </message>
    <message>
        <source>None yet: this is the first one.</source>
        <translation>Noch keine: dies ist der erste.</translation>
    </message>
    <message>
        <source>Probably calling about {reason}</source>
        <translation>Vermutliches Anliegen: {reason}</translation>
    </message>
    <message>
        <source>or {reason}</source>
        <translation>oder {reason}</translation>
    </message>
    <message>
        <source>Click copies the number</source>
        <translation>Ein Klick kopiert die Nummer</translation>
    </message>
    <message>
        <source>Click copies</source>
        <translation>Ein Klick kopiert</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>nothing answers at its address.</source>
        <translation>unter der Adresse antwortet nichts.</translation>
    </message>
    <message>
        <source>its address is neither https nor a file.</source>
        <translation>die Adresse ist weder https noch eine Datei.</translation>
    </message>
    <message>
        <source>it is no list of topics.</source>
        <translation>es ist keine Themenliste.</translation>
    </message>
    <message>
        <source>it is too large.</source>
        <translation>er ist zu groß.</translation>
    </message>
</context>
<context>
    <name>Checkup</name>
    <message>
        <source>Check-up</source>
        <translation>Systemprüfung</translation>
    </message>
    <message>
        <source>Being looked at …</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Not good: {n}</source>
        <translation>Nicht gut: {n}</translation>
    </message>
    <message>
        <source>All good</source>
        <translation>Alles gut</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>Order</source>
        <translation>Bestellung</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Lieferung</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Beschwerde</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
</context>
<context>
    <name>Contact</name>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>promised</source>
        <translation>zugesagt</translation>
    </message>
    <message>
        <source>solved</source>
        <translation>gelöst</translation>
    </message>
    <message>
        <source>not solved</source>
        <translation>nicht gelöst</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>What the PBX says about this call</source>
        <translation>Was die Telefonanlage zu diesem Anruf sagt</translation>
    </message>
    <message>
        <source>Queue {name}</source>
        <translation>Warteschlange {name}</translation>
    </message>
    <message>
        <source>waited {time}</source>
        <translation>Wartezeit {time}</translation>
    </message>
    <message>
        <source>dialled {number}</source>
        <translation>gewählt: {number}</translation>
    </message>
    <message>
        <source>menu: {choice}</source>
        <translation>Menü: {choice}</translation>
    </message>
    <message>
        <source>told along: {text}</source>
        <translation>mitgegeben: {text}</translation>
    </message>
</context>
<context>
    <name>Country</name>
    <message>
        <source>Germany</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Österreich</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>Schweiz</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>Vereinigtes Königreich</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>Vereinigte Staaten</translation>
    </message>
</context>
<context>
    <name>Customer</name>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>{n} customers have this number. Who is it?</source>
        <translation>{n} Kunden haben diese Nummer. Wer ruft an?</translation>
    </message>
    <message>
        <source>Nobody with this number is in the customer book.</source>
        <translation>Zu dieser Nummer steht niemand im Kundenbuch.</translation>
    </message>
    <message>
        <source>The customer book did not answer in time. The call goes on without it.</source>
        <translation>Das Kundenbuch hat nicht rechtzeitig geantwortet. Das Gespräch geht ohne es weiter.</translation>
    </message>
    <message>
        <source>No customer here</source>
        <translation>Hier gibt es keinen Kunden</translation>
    </message>
    <message>
        <source>This is an internal question: ask in the side chat.</source>
        <translation>Dies ist eine interne Frage: Stellen Sie sie im Experten-Chat.</translation>
    </message>
    <message>
        <source>An internal call: there is no customer to it.</source>
        <translation>Ein internes Gespräch, ohne Kunde.</translation>
    </message>
    <message>
        <source>Open in CRM</source>
        <translation>Im CRM öffnen</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Create customer</source>
        <translation>Kunde anlegen</translation>
    </message>
    <message>
        <source>Link to a customer</source>
        <translation>Mit Kunde verknüpfen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Company, if there is one</source>
        <translation>Firma, falls vorhanden</translation>
    </message>
    <message>
        <source>Keep customer</source>
        <translation>Kunde speichern</translation>
    </message>
    <message>
        <source>Search the customer book</source>
        <translation>Kundenbuch durchsuchen</translation>
    </message>
    <message>
        <source>Name, company, number</source>
        <translation>Name, Firma, Nummer</translation>
    </message>
</context>
<context>
    <name>Delivered</name>
    <message>
        <source>kept on this PC only</source>
        <translation>nur auf diesem PC gespeichert</translation>
    </message>
    <message>
        <source>waiting for the CRM</source>
        <translation>wartet auf das CRM</translation>
    </message>
    <message>
        <source>in the CRM</source>
        <translation>im CRM</translation>
    </message>
    <message>
        <source>refused by the CRM, kept here</source>
        <translation>vom CRM abgelehnt, hier gespeichert</translation>
    </message>
</context>
<context>
    <name>Delivery</name>
    <message>
        <source>being kept</source>
        <translation>wird gespeichert</translation>
    </message>
    <message>
        <source>kept, not sent yet</source>
        <translation>gespeichert, noch nicht gesendet</translation>
    </message>
    <message>
        <source>waiting for the line, goes by itself</source>
        <translation>wartet auf die Leitung, geht von selbst hinaus</translation>
    </message>
    <message>
        <source>sent, not confirmed</source>
        <translation>gesendet, nicht bestätigt</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>gelesen</translation>
    </message>
    <message>
        <source>may not have arrived</source>
        <translation>vielleicht nicht angekommen</translation>
    </message>
    <message>
        <source>refused: {why}</source>
        <translation>abgelehnt: {why}</translation>
    </message>
    <message>
        <source>in {n} parts</source>
        <translation>in {n} Teilen</translation>
    </message>
    <message>
        <source>1 item masked</source>
        <translation>1 Angabe verdeckt</translation>
    </message>
    <message>
        <source>{n} items masked</source>
        <translation>{n} Angaben verdeckt</translation>
    </message>
    <message>
        <source>the PBX does not allow it</source>
        <translation>die Telefonanlage erlaubt es nicht</translation>
    </message>
    <message>
        <source>this address is not known</source>
        <translation>diese Adresse ist nicht bekannt</translation>
    </message>
    <message>
        <source>their phone did not answer</source>
        <translation>das Telefon dort hat nicht geantwortet</translation>
    </message>
    <message>
        <source>too long for their phone</source>
        <translation>zu lang für das Telefon dort</translation>
    </message>
    <message>
        <source>their phone takes no messages</source>
        <translation>das Telefon dort nimmt keine Nachrichten an</translation>
    </message>
    <message>
        <source>not logged in</source>
        <translation>nicht angemeldet</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>besetzt</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>the PBX did not take it</source>
        <translation>die Telefonanlage hat es nicht angenommen</translation>
    </message>
</context>
<context>
    <name>Dialler</name>
    <message>
        <source>Number or name  {key}</source>
        <translation>Nummer oder Name  {key}</translation>
    </message>
    <message>
        <source>Number or name</source>
        <translation>Nummer oder Name</translation>
    </message>
    <message>
        <source>Dial</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>The line it goes out by</source>
        <translation>Leitung für den Anruf</translation>
    </message>
    <message>
        <source>The number that they see</source>
        <translation>Angezeigte Rufnummer</translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
    <message>
        <source>Emergency call</source>
        <translation>Notruf</translation>
    </message>
    <message>
        <source>This phone has no line. Use another phone now to call for help.</source>
        <translation>Dieses Telefon hat keine Leitung. Rufen Sie jetzt mit einem anderen Telefon Hilfe.</translation>
    </message>
    <message>
        <source>Goes out as typed. Say where you are: your place may not be known to them.</source>
        <translation>Wird gewählt wie eingegeben. Sagen Sie, wo Sie sind: Ihr Standort ist dort womöglich nicht bekannt.</translation>
    </message>
    <message>
        <source>Three calls are up: end one first. A fourth is kept for questions and help.</source>
        <translation>Drei Gespräche sind offen: Beenden Sie erst eines. Das vierte bleibt für Rückfragen und Notrufe frei.</translation>
    </message>
    <message>
        <source>Not connected: only when the line is back can a call go out.</source>
        <translation>Keine Verbindung: Anrufe gehen erst wieder hinaus, wenn die Leitung steht.</translation>
    </message>
    <message>
        <source>By the main line</source>
        <translation>Über die Hauptleitung</translation>
    </message>
    <message>
        <source>By the line {name}</source>
        <translation>Über die Leitung {name}</translation>
    </message>
    <message>
        <source>They see the usual number</source>
        <translation>Angezeigt: übliche Nummer</translation>
    </message>
    <message>
        <source>They see {number}</source>
        <translation>Angezeigt: {number}</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Nummer unterdrückt</translation>
    </message>
    <message>
        <source>Again: {name}</source>
        <translation>Noch einmal: {name}</translation>
    </message>
    <message>
        <source>Pick up a call</source>
        <translation>Anruf heranholen</translation>
    </message>
    <message>
        <source>Call {name}</source>
        <translation>{name} anrufen</translation>
    </message>
    <message>
        <source>Nobody of that name among customers and colleagues.</source>
        <translation>Niemand mit diesem Namen unter Kunden und Kollegen.</translation>
    </message>
</context>
<context>
    <name>Doorbell</name>
    <message>
        <source>Incoming call</source>
        <translation>Eingehender Anruf</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Answer after this call</source>
        <translation>Annehmen nach diesem Gespräch</translation>
    </message>
    <message>
        <source>rings {n} s more</source>
        <translation>klingelt noch {n} s</translation>
    </message>
    <message>
        <source>answers by itself in {n} s</source>
        <translation>wird in {n} s selbst angenommen</translation>
    </message>
    <message>
        <source>{n} customers have this number</source>
        <translation>{n} Kunden haben diese Nummer</translation>
    </message>
    <message>
        <source>Not in the customer book</source>
        <translation>Nicht im Kundenbuch</translation>
    </message>
    <message>
        <source>The customer book does not answer</source>
        <translation>Das Kundenbuch antwortet nicht</translation>
    </message>
    <message>
        <source>Probably about {reason}</source>
        <translation>Vermutlich: {reason}</translation>
    </message>
    <message>
        <source>Back to queue</source>
        <translation>Zurück in die Warteschlange</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Greet: {brand}</source>
        <translation>Begrüßung: {brand}</translation>
    </message>
    <message>
        <source>queue “{queue}”</source>
        <translation>Warteschlange „{queue}“</translation>
    </message>
    <message>
        <source>waited {time}</source>
        <translation>Wartezeit {time}</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Side chat, internal</source>
        <translation>Experten-Chat, intern</translation>
    </message>
    <message>
        <source>Side chat</source>
        <translation>Experten-Chat</translation>
    </message>
    <message>
        <source>Close side chat</source>
        <translation>Experten-Chat schließen</translation>
    </message>
    <message>
        <source>Internal. The customer cannot see or hear this.</source>
        <translation>Intern: Kunden sehen und hören davon nichts.</translation>
    </message>
    <message>
        <source>Ask somebody else</source>
        <translation>Andere fragen</translation>
    </message>
</context>
<context>
    <name>Duty</name>
    <message>
        <source>Available</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Not answered, paused</source>
        <translation>Nicht angenommen, pausiert</translation>
    </message>
    <message>
        <source>Lunch</source>
        <translation>Mittagspause</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Schulung</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>Besprechung</translation>
    </message>
    <message>
        <source>Emergency call</source>
        <translation>Notruf</translation>
    </message>
    <message>
        <source>In a call, then {state}</source>
        <translation>Im Gespräch, dann {state}</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>Not connected, no calls reach you</source>
        <translation>Keine Verbindung, kein Anruf erreicht Sie</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Bitte nicht stören</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>No headset: customers&apos; calls do not reach you</source>
        <translation>Kein Headset: Kundenanrufe erreichen Sie nicht</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>answered</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>verpasst</translation>
    </message>
    <message>
        <source>not answered, given back</source>
        <translation>nicht angenommen, zurückgegeben</translation>
    </message>
    <message>
        <source>given back</source>
        <translation>zurückgegeben</translation>
    </message>
    <message>
        <source>answered by somebody else</source>
        <translation>von anderen angenommen</translation>
    </message>
    <message>
        <source>not put through</source>
        <translation>nicht durchgestellt</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>besetzt</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>niemand meldet sich</translation>
    </message>
    <message>
        <source>number not found</source>
        <translation>Nummer nicht vergeben</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>nicht erreichbar</translation>
    </message>
    <message>
        <source>transferred</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>sent on</source>
        <translation>weitergeleitet</translation>
    </message>
    <message>
        <source>number has changed</source>
        <translation>Nummer geändert</translation>
    </message>
    <message>
        <source>network busy</source>
        <translation>Netz überlastet</translation>
    </message>
    <message>
        <source>phones do not match</source>
        <translation>Telefone passen nicht zusammen</translation>
    </message>
    <message>
        <source>blocked there</source>
        <translation>dort gesperrt</translation>
    </message>
    <message>
        <source>call lost</source>
        <translation>Gespräch abgebrochen</translation>
    </message>
    <message>
        <source>all four lines in use</source>
        <translation>alle vier Leitungen belegt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>you hung up</source>
        <translation>Sie haben aufgelegt</translation>
    </message>
    <message>
        <source>the other side hung up</source>
        <translation>die Gegenseite hat aufgelegt</translation>
    </message>
    <message>
        <source>the line broke, nobody hung up</source>
        <translation>Verbindung abgebrochen, niemand hat aufgelegt</translation>
    </message>
</context>
<context>
    <name>Experts</name>
    <message>
        <source>no name</source>
        <translation>kein Name</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>keine Adresse</translation>
    </message>
    <message>
        <source>hours not understood</source>
        <translation>Zeiten nicht verstanden</translation>
    </message>
    <message>
        <source>more experts than Aside can hold</source>
        <translation>mehr Fachleute, als Aside aufnehmen kann</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Fachleute</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Import CSV …</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>no extension, SIP or Matrix address</source>
        <translation>keine Nebenstelle, SIP- oder Matrix-Adresse</translation>
    </message>
    <message>
        <source>Extension, SIP address or Matrix address</source>
        <translation>Nebenstelle, SIP- oder Matrix-Adresse</translation>
    </message>
    <message>
        <source>204, sip:kern@pbx.example, or @kern:example.org</source>
        <translation>204, sip:kern@pbx.example oder @kern:example.org</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>Durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Codes: de, en</source>
        <translation>Kürzel: de, en</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Days 1 (Monday) to 7 and times: 1-5 08:00-16:00. Empty: always</source>
        <translation>Tage 1 (Montag) bis 7 und Uhrzeiten: 1-5 08:00-16:00. Leer: immer</translation>
    </message>
    <message>
        <source>Calls from this number are a colleague&apos;s</source>
        <translation>Anrufe von dieser Nummer sind intern</translation>
    </message>
    <message>
        <source>Nobody here yet: add the first expert, or import a list.</source>
        <translation>Noch niemand hier: Legen Sie jemanden an oder importieren Sie eine Liste.</translation>
    </message>
    <message>
        <source>New expert</source>
        <translation>Neuer Eintrag</translation>
    </message>
    <message>
        <source>Not complete yet: {why}</source>
        <translation>Noch nicht vollständig: {why}</translation>
    </message>
    <message>
        <source>{n} experts</source>
        <translation>{n} Fachleute</translation>
    </message>
    <message>
        <source>Import a list of experts</source>
        <translation>Liste der Fachleute importieren</translation>
    </message>
    <message>
        <source>Spreadsheets (*.csv *.txt)</source>
        <translation>Tabellen (*.csv *.txt)</translation>
    </message>
    <message>
        <source>All (*)</source>
        <translation>Alle (*)</translation>
    </message>
    <message>
        <source>This file cannot be read, or is larger than 4 MB.</source>
        <translation>Diese Datei lässt sich nicht lesen oder ist größer als 4 MB.</translation>
    </message>
    <message>
        <source>There is no column “name” or “address” in this file.</source>
        <translation>In dieser Datei fehlt die Spalte „Name“ oder „Adresse“.</translation>
    </message>
    <message>
        <source>{n} experts read.</source>
        <translation>{n} Fachleute gelesen.</translation>
    </message>
    <message>
        <source>Left out, by line: {lines}</source>
        <translation>Ausgelassen, nach Zeile: {lines}</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>picture.png</source>
        <translation>Bild.png</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <source>Pictures and files cannot be masked: the expert sees everything in them.</source>
        <translation>Bilder und Dateien lassen sich nicht maskieren: Der Experte sieht alles darin.</translation>
    </message>
    <message>
        <source>Send the picture</source>
        <translation>Bild senden</translation>
    </message>
    <message>
        <source>Send the file</source>
        <translation>Datei senden</translation>
    </message>
    <message>
        <source>Send all {n}</source>
        <translation>Alle {n} senden</translation>
    </message>
    <message>
        <source>is being read …</source>
        <translation>wird gelesen …</translation>
    </message>
    <message>
        <source>name masked</source>
        <translation>Name maskiert</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Pictures and files for the expert</source>
        <translation>Bilder und Dateien für den Experten</translation>
    </message>
    <message>
        <source>Picture or file …</source>
        <translation>Bild oder Datei …</translation>
    </message>
    <message>
        <source>{done} of {size} sent</source>
        <translation>{done} von {size} gesendet</translation>
    </message>
    <message>
        <source>{done} of {size} fetched</source>
        <translation>{done} von {size} geladen</translation>
    </message>
    <message>
        <source>fetched</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>not fetched: no connection to the homeserver</source>
        <translation>nicht geladen: keine Verbindung zum Homeserver</translation>
    </message>
    <message>
        <source>the homeserver has it no more</source>
        <translation>auf dem Homeserver nicht mehr vorhanden</translation>
    </message>
    <message>
        <source>too large to be fetched</source>
        <translation>zu groß zum Laden</translation>
    </message>
    <message>
        <source>it could not be written there</source>
        <translation>konnte dort nicht gespeichert werden</translation>
    </message>
    <message>
        <source>not of a kind that is opened from here: save it</source>
        <translation>diese Art wird von hier nicht geöffnet: bitte speichern</translation>
    </message>
    <message>
        <source>saved, but it is not what its name says: be careful</source>
        <translation>gespeichert, ist aber nicht, was der Name sagt: Vorsicht</translation>
    </message>
    <message>
        <source>not fetched</source>
        <translation>nicht geladen</translation>
    </message>
    <message>
        <source>This expert is asked by SIP, which carries text alone. Describe the picture or the file in words.</source>
        <translation>Dieser Experte wird über SIP gefragt, das nur Text überträgt. Beschreiben Sie das Bild oder die Datei in Worten.</translation>
    </message>
    <message>
        <source>Your organisation does not allow pictures and files to experts: nothing in them can be masked.</source>
        <translation>Ihre Organisation erlaubt keine Bilder und Dateien an Experten: Darin lässt sich nichts maskieren.</translation>
    </message>
    <message>
        <source>Ten at a time: send these first.</source>
        <translation>Höchstens zehn auf einmal: Senden Sie zuerst diese.</translation>
    </message>
    <message>
        <source>There is nothing in this file.</source>
        <translation>Diese Datei ist leer.</translation>
    </message>
    <message>
        <source>Too large: the homeserver takes {size}.</source>
        <translation>Zu groß: Der Homeserver nimmt bis {size} an.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Diese Datei lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>Datei speichern</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>The phone program on this PC does not start.</source>
        <translation>Das Telefonprogramm auf diesem PC startet nicht.</translation>
    </message>
    <message>
        <source>The phone program is still starting. One moment, please.</source>
        <translation>Das Telefonprogramm startet noch. Einen Moment, bitte.</translation>
    </message>
    <message>
        <source>The phone program on this PC works.</source>
        <translation>Das Telefonprogramm auf diesem PC läuft.</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
    <message>
        <source>The server does not answer. Check its name and port, the transport, and whether this PC is in the right network or VPN.</source>
        <translation>Der Server antwortet nicht. Prüfen Sie Name und Port, den Transport und ob dieser PC im richtigen Netz oder VPN ist.</translation>
    </message>
    <message>
        <source>The server answers.</source>
        <translation>Der Server antwortet.</translation>
    </message>
    <message>
        <source>It knows you: calls will reach you here.</source>
        <translation>Er kennt Sie: Anrufe erreichen Sie hier.</translation>
    </message>
    <message>
        <source>Sound goes over IPv4 alone, also where the server has IPv6.</source>
        <translation>Der Ton läuft nur über IPv4, auch wenn der Server IPv6 hat.</translation>
    </message>
    <message>
        <source>The relay for sound over TCP or TLS was tried on Linux alone. If nobody hears you here, choose UDP for it.</source>
        <translation>Das Relais für den Ton über TCP oder TLS wurde nur unter Linux erprobt. Wenn Sie hier niemand hört, wählen Sie dafür UDP.</translation>
    </message>
    <message>
        <source>It refuses user or password. Type the password again.</source>
        <translation>Er weist Benutzer oder Passwort ab. Geben Sie das Passwort noch einmal ein.</translation>
    </message>
    <message>
        <source>It does not know this user. Check the extension.</source>
        <translation>Er kennt diesen Benutzer nicht. Prüfen Sie die Nebenstelle.</translation>
    </message>
    <message>
        <source>It refuses the log-in (answer {code}). Ask your administrator.</source>
        <translation>Er weist die Anmeldung ab (Antwort {code}). Fragen Sie Ihre Administration.</translation>
    </message>
    <message>
        <source>Your phone line</source>
        <translation>Ihre Telefonleitung</translation>
    </message>
    <message>
        <source>Your administrator has these. Nothing leaves this PC but the log-in itself.</source>
        <translation>Diese Angaben hat Ihre Administration. Nur die Anmeldung selbst verlässt diesen PC.</translation>
    </message>
    <message>
        <source>I have a link or a code</source>
        <translation>Ich habe einen Link oder Code</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Host, or host and port: pbx.example.com:5060</source>
        <translation>Host oder Host und Port: pbx.example.com:5060</translation>
    </message>
    <message>
        <source>User or extension</source>
        <translation>Benutzer oder Nebenstelle</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>UDP (usual)</source>
        <translation>UDP (üblich)</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>TLS (encrypted)</source>
        <translation>TLS (verschlüsselt)</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>Log-in name, only if it is not the user</source>
        <translation>Anmeldename, nur falls er vom Benutzer abweicht</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>What the test shows</source>
        <translation>Das zeigt der Test</translation>
    </message>
    <message>
        <source>The PBX refused the log-in. Check the user, and type the password again.</source>
        <translation>Die Telefonanlage hat die Anmeldung abgelehnt. Prüfen Sie den Benutzer und geben Sie das Passwort erneut ein.</translation>
    </message>
    <message>
        <source>This PC has no key store: Aside asks for the password at each start.</source>
        <translation>Dieser PC hat keinen Schlüsselspeicher: Aside fragt bei jedem Start nach dem Passwort.</translation>
    </message>
    <message>
        <source>The password is not in this PC&apos;s key store. Type it, please.</source>
        <translation>Das Passwort liegt nicht im Schlüsselspeicher dieses PCs. Bitte geben Sie es ein.</translation>
    </message>
    <message>
        <source>This PC&apos;s key store is locked. Unlock it, or type the password here.</source>
        <translation>Der Schlüsselspeicher dieses PCs ist gesperrt. Entsperren Sie ihn oder geben Sie das Passwort hier ein.</translation>
    </message>
    <message>
        <source>It is kept in this PC&apos;s key store, never in a file.</source>
        <translation>Es liegt im Schlüsselspeicher dieses PCs, nie in einer Datei.</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Dialler, promises and history</source>
        <translation>Wählen, Zusagen und Verlauf</translation>
    </message>
    <message>
        <source>Set up the line</source>
        <translation>Leitung einrichten</translation>
    </message>
    <message>
        <source>Wall of the team</source>
        <translation>Wand des Teams</translation>
    </message>
    <message>
        <source>My promises</source>
        <translation>Meine Zusagen</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>Aside has no line yet</source>
        <translation>Aside hat noch keine Leitung</translation>
    </message>
    <message>
        <source>Server, user and password of your PBX are all it needs.</source>
        <translation>Server, Benutzer und Passwort Ihrer Telefonanlage genügen.</translation>
    </message>
    <message>
        <source>No connection to the PBX</source>
        <translation>Keine Verbindung zur Telefonanlage</translation>
    </message>
    <message>
        <source>No call can reach you. Aside tries again by itself.</source>
        <translation>Kein Anruf erreicht Sie. Aside versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>You are logged off</source>
        <translation>Sie sind abgemeldet</translation>
    </message>
    <message>
        <source>Choose a state at the upper right to take calls.</source>
        <translation>Wählen Sie oben rechts einen Status, um Anrufe anzunehmen.</translation>
    </message>
    <message>
        <source>Ready for the next call</source>
        <translation>Bereit für den nächsten Anruf</translation>
    </message>
    <message>
        <source>When it rings, a card appears. It never takes the caret from what you write.</source>
        <translation>Wenn es klingelt, erscheint eine Karte. Sie unterbricht nie, was Sie gerade schreiben.</translation>
    </message>
    <message>
        <source>A call rang and was not answered</source>
        <translation>Ein Anruf wurde nicht angenommen</translation>
    </message>
    <message>
        <source>You were paused so that the next caller does not wait in vain.</source>
        <translation>Sie sind pausiert, damit der nächste Anruf nicht vergeblich wartet.</translation>
    </message>
    <message>
        <source>No customer calls until you are available again.</source>
        <translation>Keine Kundenanrufe, bis Sie wieder bereit sind.</translation>
    </message>
    <message>
        <source>Nothing promised.</source>
        <translation>Nichts zugesagt.</translation>
    </message>
    <message>
        <source>Due: {when}</source>
        <translation>Fällig: {when}</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Anrufen</translation>
    </message>
    <message>
        <source>Call {name}</source>
        <translation>{name} anrufen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Promise to {name} is done</source>
        <translation>Zusage an {name} ist erledigt</translation>
    </message>
    <message>
        <source>No calls yet.</source>
        <translation>Noch keine Anrufe.</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>Import a customer book</source>
        <translation>Kundenbuch importieren</translation>
    </message>
    <message>
        <source>CSV from any program, or contacts as vCard. Importing twice changes nothing.</source>
        <translation>CSV aus jedem Programm oder Kontakte als vCard. Zweimal importieren ändert nichts.</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Customer books (*.csv *.txt *.tsv *.vcf)</source>
        <translation>Kundenbücher (*.csv *.txt *.tsv *.vcf)</translation>
    </message>
    <message>
        <source>All (*)</source>
        <translation>Alle (*)</translation>
    </message>
    <message>
        <source>No file chosen</source>
        <translation>Keine Datei gewählt</translation>
    </message>
    <message>
        <source>The first rows</source>
        <translation>Die ersten Zeilen</translation>
    </message>
    <message>
        <source>A vCard file: it says by itself what is what.</source>
        <translation>Eine vCard-Datei: Sie sagt selbst, was was ist.</translation>
    </message>
    <message>
        <source>Which column is what</source>
        <translation>Welche Spalte ist was</translation>
    </message>
    <message>
        <source>not in this file</source>
        <translation>nicht in dieser Datei</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>{n} rows did not go in:</source>
        <translation>{n} Zeilen wurden nicht übernommen:</translation>
    </message>
    <message>
        <source>… and {n} more</source>
        <translation>… und {n} weitere</translation>
    </message>
    <message>
        <source>Done: {added} new, {changed} changed.</source>
        <translation>Fertig: {added} neu, {changed} geändert.</translation>
    </message>
    <message>
        <source>{done} of {total}: {added} new, {changed} changed</source>
        <translation>{done} von {total}: {added} neu, {changed} geändert</translation>
    </message>
    <message>
        <source>{done} rows: {added} new, {changed} changed</source>
        <translation>{done} Zeilen: {added} neu, {changed} geändert</translation>
    </message>
    <message>
        <source>Customer number</source>
        <translation>Kundennummer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Vorname</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nachname</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Kundengruppe</translation>
    </message>
    <message>
        <source>Customer since</source>
        <translation>Kunde seit</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>Second number</source>
        <translation>Zweite Nummer</translation>
    </message>
    <message>
        <source>Third number</source>
        <translation>Dritte Nummer</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Second e-mail address</source>
        <translation>Zweite E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>Straße</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Postleitzahl</translation>
    </message>
    <message>
        <source>City</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Note that must be seen</source>
        <translation>Unübersehbarer Hinweis</translation>
    </message>
    <message>
        <source>Support needs</source>
        <translation>Unterstützungsbedarf</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>Bestellnummer</translation>
    </message>
    <message>
        <source>Order: what</source>
        <translation>Bestellung: was</translation>
    </message>
    <message>
        <source>Order: status</source>
        <translation>Bestellung: Status</translation>
    </message>
    <message>
        <source>Order: promised on</source>
        <translation>Bestellung: zugesagt für</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>Vorgangsnummer</translation>
    </message>
    <message>
        <source>Case: what</source>
        <translation>Vorgang: was</translation>
    </message>
    <message>
        <source>Case: status</source>
        <translation>Vorgang: Status</translation>
    </message>
    <message>
        <source>The file is not there, or you may not read it.</source>
        <translation>Die Datei ist nicht da, oder Sie dürfen sie nicht lesen.</translation>
    </message>
    <message>
        <source>There is nothing in this file.</source>
        <translation>Diese Datei ist leer.</translation>
    </message>
    <message>
        <source>This file holds no text. Save it as CSV or vCard first.</source>
        <translation>Diese Datei enthält keinen Text. Speichern Sie sie zuerst als CSV oder vCard.</translation>
    </message>
    <message>
        <source>This is no CSV file and no vCard file.</source>
        <translation>Das ist weder eine CSV- noch eine vCard-Datei.</translation>
    </message>
    <message>
        <source>Stopped. What was read so far is in.</source>
        <translation>Angehalten. Was bis dahin gelesen wurde, ist übernommen.</translation>
    </message>
    <message>
        <source>It did not work: {why}</source>
        <translation>Es hat nicht geklappt: {why}</translation>
    </message>
    <message>
        <source>more columns than the first row has</source>
        <translation>mehr Spalten als in der ersten Zeile</translation>
    </message>
    <message>
        <source>this is no telephone number</source>
        <translation>das ist keine Telefonnummer</translation>
    </message>
    <message>
        <source>this is no date</source>
        <translation>das ist kein Datum</translation>
    </message>
    <message>
        <source>no name, number or e-mail address</source>
        <translation>kein Name, keine Nummer, keine E-Mail-Adresse</translation>
    </message>
    <message>
        <source>a field is too long; a quotation mark may be missing</source>
        <translation>ein Feld ist zu lang; vielleicht fehlt ein Anführungszeichen</translation>
    </message>
    <message>
        <source>not a row of a CSV file</source>
        <translation>keine Zeile einer CSV-Datei</translation>
    </message>
    <message>
        <source>not a whole vCard</source>
        <translation>keine vollständige vCard</translation>
    </message>
    <message>
        <source>Line {line}: {why}</source>
        <translation>Zeile {line}: {why}</translation>
    </message>
</context>
<context>
    <name>Join</name>
    <message>
        <source>Others wait for this answer</source>
        <translation>Andere warten auf diese Antwort</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Anschließen</translation>
    </message>
    <message>
        <source>“{text}”, asked of {name}. The answer comes to you too.</source>
        <translation>„{text}“, gefragt: {name}. Die Antwort kommt auch zu Ihnen.</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Keypad</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation>Taste {key}</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Answer the ringing call</source>
        <translation>Den klingelnden Anruf annehmen</translation>
    </message>
    <message>
        <source>Mute the microphone, or open it</source>
        <translation>Mikro aus- oder einschalten</translation>
    </message>
    <message>
        <source>Put on hold, or go on</source>
        <translation>Halten oder fortsetzen</translation>
    </message>
    <message>
        <source>Away from the call for a moment, or back</source>
        <translation>Kurze Unterbrechung: Anruf verlassen, oder zurück</translation>
    </message>
    <message>
        <source>Show the keypad</source>
        <translation>Tasten zeigen</translation>
    </message>
    <message>
        <source>Transfer the call, or send a ringing one on</source>
        <translation>Anruf verbinden, oder einen klingelnden weiterleiten</translation>
    </message>
    <message>
        <source>Swap between the customer and who is asked</source>
        <translation>Makeln zwischen Kunde und Rückfrage</translation>
    </message>
    <message>
        <source>Connect the customer with who was asked</source>
        <translation>Kunde und Rückfrage verbinden</translation>
    </message>
    <message>
        <source>Speak as three, or split again</source>
        <translation>Zu dritt sprechen, oder wieder trennen</translation>
    </message>
    <message>
        <source>Back to the customer, the question is over</source>
        <translation>Zurück zum Kunden, Rückfrage beenden</translation>
    </message>
    <message>
        <source>Pause the recording for card data, or go on</source>
        <translation>Aufzeichnung für Kartendaten pausieren oder fortsetzen</translation>
    </message>
    <message>
        <source>End the call</source>
        <translation>Auflegen</translation>
    </message>
    <message>
        <source>Open the side chat, or close it</source>
        <translation>Experten-Chat öffnen oder schließen</translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation>Notizen schreiben</translation>
    </message>
    <message>
        <source>Write a text to the customer</source>
        <translation>Dem Kunden schreiben</translation>
    </message>
    <message>
        <source>Dial a number</source>
        <translation>Nummer wählen</translation>
    </message>
    <message>
        <source>Park the call where the PBX parks</source>
        <translation>Gespräch in der Anlage parken</translation>
    </message>
    <message>
        <source>Pick up a call that rings elsewhere</source>
        <translation>Anruf heranholen, der anderswo klingelt</translation>
    </message>
    <message>
        <source>Dial the last number again</source>
        <translation>Letzte Nummer noch einmal wählen</translation>
    </message>
    <message>
        <source>Do not disturb, on or off</source>
        <translation>Bitte nicht stören, an oder aus</translation>
    </message>
    <message>
        <source>Create the unknown caller as a customer</source>
        <translation>Unbekannte Nummer als Kunde anlegen</translation>
    </message>
    <message>
        <source>Link the caller to a customer</source>
        <translation>Nummer mit einem Kunden verknüpfen</translation>
    </message>
    <message>
        <source>Choose your own state</source>
        <translation>Eigenen Status wählen</translation>
    </message>
    <message>
        <source>Return to Available</source>
        <translation>Zurück auf Bereit</translation>
    </message>
    <message>
        <source>Wrap-up: solved</source>
        <translation>Nachbearbeitung: gelöst</translation>
    </message>
    <message>
        <source>Wrap-up: promised something</source>
        <translation>Nachbearbeitung: zugesagt</translation>
    </message>
    <message>
        <source>Wrap-up: not solved</source>
        <translation>Nachbearbeitung: nicht gelöst</translation>
    </message>
    <message>
        <source>Finish the wrap-up</source>
        <translation>Nachbearbeitung abschließen</translation>
    </message>
    <message>
        <source>Back to dialler, promises and history</source>
        <translation>Zurück zu Wählen, Zusagen und Verlauf</translation>
    </message>
    <message>
        <source>Open the customer in the CRM</source>
        <translation>Kunde im CRM öffnen</translation>
    </message>
    <message>
        <source>Read the first kept answer offered, or close it</source>
        <translation>Erste angebotene Antwort lesen oder schließen</translation>
    </message>
    <message>
        <source>Read the second kept answer offered, or close it</source>
        <translation>Zweite angebotene Antwort lesen oder schließen</translation>
    </message>
    <message>
        <source>Read the third kept answer offered, or close it</source>
        <translation>Dritte angebotene Antwort lesen oder schließen</translation>
    </message>
    <message>
        <source>Put the kept answers offered away</source>
        <translation>Angebotene Antworten ausblenden</translation>
    </message>
    <message>
        <source>The kept answer solved it</source>
        <translation>Die behaltene Antwort war die Lösung</translation>
    </message>
    <message>
        <source>Ask the owner whether an expired answer still holds</source>
        <translation>Fragen, ob eine abgelaufene Antwort noch gilt</translation>
    </message>
    <message>
        <source>Put the answer into the note</source>
        <translation>Antwort in die Notiz übernehmen</translation>
    </message>
    <message>
        <source>Hold the answer over the card, or take it off</source>
        <translation>Antwort über der Karte anheften oder lösen</translation>
    </message>
    <message>
        <source>Copy the answer as a line to say</source>
        <translation>Antwort zum Vorlesen kopieren</translation>
    </message>
    <message>
        <source>Show the answer in large type, or as usual</source>
        <translation>Antwort in großer Schrift zeigen oder wie sonst</translation>
    </message>
    <message>
        <source>Keep the reply as an answer for the next time</source>
        <translation>Antwort für das nächste Mal behalten</translation>
    </message>
    <message>
        <source>Tell the expert what the answer did</source>
        <translation>Experten danken und sagen, was es gebracht hat</translation>
    </message>
    <message>
        <source>Tell a department about this call or answer</source>
        <translation>Eine Abteilung über Gespräch oder Antwort informieren</translation>
    </message>
    <message>
        <source>Join the question that others wait for</source>
        <translation>Sich der Frage anschließen, auf die andere warten</translation>
    </message>
    <message>
        <source>Make the answer a notice for all</source>
        <translation>Die Antwort zum Hinweis für alle machen</translation>
    </message>
    <message>
        <source>Go to the reply before</source>
        <translation>Zur vorigen Antwort</translation>
    </message>
    <message>
        <source>Go to the next reply</source>
        <translation>Zur nächsten Antwort</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Zur neuesten Nachricht</translation>
    </message>
    <message>
        <source>Correct your last message to the expert</source>
        <translation>Letzte Nachricht an den Experten korrigieren</translation>
    </message>
    <message>
        <source>Take your last message to the expert back</source>
        <translation>Letzte Nachricht an den Experten zurücknehmen</translation>
    </message>
</context>
<context>
    <name>KeysWindow</name>
    <message>
        <source>Keys</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Each key works only where it does something, from everywhere in the window.</source>
        <translation>Jedes Kürzel gilt nur, wo es etwas bewirkt, dort aber im ganzen Fenster.</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russisch</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainisch</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
</context>
<context>
    <name>Line</name>
    <message>
        <source>Phone is starting</source>
        <translation>Telefon startet</translation>
    </message>
    <message>
        <source>Phone is restarting</source>
        <translation>Telefon startet neu</translation>
    </message>
    <message>
        <source>Phone does not start</source>
        <translation>Telefon startet nicht</translation>
    </message>
    <message>
        <source>Phone of another version is ending</source>
        <translation>Telefon anderer Version endet</translation>
    </message>
    <message>
        <source>No line set up</source>
        <translation>Keine Leitung eingerichtet</translation>
    </message>
    <message>
        <source>Logged off</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>Line good</source>
        <translation>Leitung gut</translation>
    </message>
    <message>
        <source>Log-in refused</source>
        <translation>Anmeldung abgewiesen</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Server name not found</source>
        <translation>Servername nicht gefunden</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Kein Netz</translation>
    </message>
    <message>
        <source>The proxy refuses the way to the server</source>
        <translation>Der Proxy lässt nicht zum Server durch</translation>
    </message>
    <message>
        <source>The server has no TLS 1.2 or 1.3 there</source>
        <translation>Der Server spricht dort kein TLS 1.2 oder 1.3</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not valid today</source>
        <translation>Das Zertifikat des Servers gilt heute nicht</translation>
    </message>
    <message>
        <source>The certificate is of another server</source>
        <translation>Das Zertifikat gehört einem anderen Server</translation>
    </message>
    <message>
        <source>This PC does not trust the certificate&apos;s issuer</source>
        <translation>Dieser PC traut dem Aussteller des Zertifikats nicht</translation>
    </message>
    <message>
        <source>The server&apos;s certificate was revoked</source>
        <translation>Das Zertifikat des Servers wurde widerrufen</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not good</source>
        <translation>Das Zertifikat des Servers ist nicht in Ordnung</translation>
    </message>
    <message>
        <source>signalling encrypted</source>
        <translation>Signalisierung verschlüsselt</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>nicht verschlüsselt</translation>
    </message>
    <message>
        <source>answer {code}</source>
        <translation>Antwort {code}</translation>
    </message>
    <message>
        <source>for {age}</source>
        <translation>seit {age}</translation>
    </message>
    <message>
        <source>next try in {n} s</source>
        <translation>nächster Versuch in {n} s</translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>Calls and team</source>
        <translation>Anrufe und Team</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Dialler and history</source>
        <translation>Wählen und Verlauf</translation>
    </message>
    <message>
        <source>1 promised call is due</source>
        <translation>1 Zusage ist fällig</translation>
    </message>
    <message>
        <source>{n} promised calls are due</source>
        <translation>{n} Zusagen sind fällig</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Side chat open</source>
        <translation>Experten-Chat offen</translation>
    </message>
    <message>
        <source>rings</source>
        <translation>klingelt</translation>
    </message>
    <message>
        <source>on hold</source>
        <translation>gehalten</translation>
    </message>
    <message>
        <source>Talking</source>
        <translation>Im Gespräch</translation>
    </message>
    <message>
        <source>dialling</source>
        <translation>wählt</translation>
    </message>
    <message>
        <source>is taken back</source>
        <translation>wird zurückgeholt</translation>
    </message>
    <message>
        <source>Wrap-up {age}</source>
        <translation>Nachbearb. {age}</translation>
    </message>
    <message>
        <source>Text, answered</source>
        <translation>Text, beantwortet</translation>
    </message>
    <message>
        <source>Text, {age}</source>
        <translation>Text, {age}</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>and {n} more</source>
        <translation>und {n} weitere</translation>
    </message>
    <message>
        <source>Masked before it leaves:</source>
        <translation>Wird vor dem Senden maskiert:</translation>
    </message>
    <message>
        <source>{text} stands as typed</source>
        <translation>{text} bleibt stehen</translation>
    </message>
    <message>
        <source>Let it stand</source>
        <translation>Stehen lassen</translation>
    </message>
    <message>
        <source>Mask it</source>
        <translation>Maskieren</translation>
    </message>
    <message>
        <source>Payment card: its check digit is right</source>
        <translation>Zahlungskarte: Die Prüfziffer stimmt</translation>
    </message>
    <message>
        <source>IBAN: its check digits are right</source>
        <translation>IBAN: Die Prüfziffern stimmen</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>E-Mail-Adresse</translation>
    </message>
    <message>
        <source>Name on the customer&apos;s card</source>
        <translation>Name von der Kundenkarte</translation>
    </message>
    <message>
        <source>Address on the customer&apos;s card</source>
        <translation>Adresse von der Kundenkarte</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>Tax or insurance number</source>
        <translation>Steuer- oder Versicherungsnummer</translation>
    </message>
    <message>
        <source>Payment cards and card codes, IBANs: by their check digits, however they are grouped</source>
        <translation>Zahlungskarten, Kartenprüfnummern und IBANs: an ihren Prüfziffern, gleich wie sie gegliedert sind</translation>
    </message>
    <message>
        <source>Telephone numbers and e-mail addresses, also dictated or spelled out</source>
        <translation>Telefonnummern und E-Mail-Adressen, auch diktiert oder ausgeschrieben</translation>
    </message>
    <message>
        <source>Dates of birth, where a word says that it is one</source>
        <translation>Geburtsdaten, wo ein Wort sagt, dass es eines ist</translation>
    </message>
    <message>
        <source>Tax and insurance numbers of Germany, Austria, Switzerland, the UK and the US</source>
        <translation>Steuer- und Versicherungsnummern aus Deutschland, Österreich, der Schweiz, dem Vereinigten Königreich und den USA</translation>
    </message>
    <message>
        <source>Name, company, address, numbers and e-mails of the card on the screen, misspelled too</source>
        <translation>Name, Firma, Adresse, Nummern und E-Mails der angezeigten Karte, auch anders geschrieben</translation>
    </message>
    <message>
        <source>The same in names of files. Order, case and part numbers of the card always stay.</source>
        <translation>Dasselbe in Dateinamen. Auftrags-, Fall- und Teilenummern der Karte bleiben immer stehen.</translation>
    </message>
    <message>
        <source>Names and addresses of people who are not on the card</source>
        <translation>Namen und Adressen von Personen, die nicht auf der Karte stehen</translation>
    </message>
    <message>
        <source>Anything inside pictures and files</source>
        <translation>Alles, was in Bildern und Dateien steht</translation>
    </message>
    <message>
        <source>Bank accounts without IBAN, customer numbers, licence plates, passwords</source>
        <translation>Konten ohne IBAN, Kundennummern, Kennzeichen, Passwörter</translation>
    </message>
    <message>
        <source>A birthday without a word for it, an age, an illness, a workplace</source>
        <translation>Ein Geburtstag ohne Wort davor, ein Alter, eine Krankheit, ein Arbeitsplatz</translation>
    </message>
    <message>
        <source>What only somebody who knows the customer would recognise</source>
        <translation>Was nur erkennt, wer den Kunden kennt</translation>
    </message>
    <message>
        <source>What Aside masks</source>
        <translation>Was Aside maskiert</translation>
    </message>
    <message>
        <source>Before a text leaves this PC for an expert, these are replaced by rule:</source>
        <translation>Bevor ein Text diesen PC zu einem Experten verlässt, wird nach festen Regeln ersetzt:</translation>
    </message>
    <message>
        <source>Not found by any rule: it is for you to leave out</source>
        <translation>Das findet keine Regel. Bitte lassen Sie es selbst weg:</translation>
    </message>
    <message>
        <source>Export the audit trail …</source>
        <translation>Prüfprotokoll exportieren …</translation>
    </message>
    <message>
        <source>{file} cannot be written.</source>
        <translation>{file} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>{n} lines written: {file}</source>
        <translation>{n} Zeilen geschrieben: {file}</translation>
    </message>
    <message>
        <source>Export the audit trail</source>
        <translation>Prüfprotokoll exportieren</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>No homeserver is set</source>
        <translation>Kein Homeserver eingestellt</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>Nicht angemeldet</translation>
    </message>
    <message>
        <source>Logging in …</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Waiting for your browser …</source>
        <translation>Wartet auf Ihren Browser …</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>No connection, tried again by itself</source>
        <translation>Keine Verbindung, wird selbsttätig wiederholt</translation>
    </message>
    <message>
        <source>The log-in has ended: log in again</source>
        <translation>Die Anmeldung ist abgelaufen: bitte neu anmelden</translation>
    </message>
    <message>
        <source>The key store is locked: log in again, or unlock it</source>
        <translation>Der Schlüsselspeicher ist gesperrt: entsperren oder neu anmelden</translation>
    </message>
    <message>
        <source>Too many attempts: the server wants you to wait until {time}.</source>
        <translation>Zu viele Versuche: Der Server bittet, bis {time} zu warten.</translation>
    </message>
    <message>
        <source>Enter the homeserver first.</source>
        <translation>Bitte zuerst den Homeserver eintragen.</translation>
    </message>
    <message>
        <source>This address is not encrypted (https). Nothing was sent there.</source>
        <translation>Diese Adresse ist nicht verschlüsselt (https). Es wurde nichts dorthin gesendet.</translation>
    </message>
    <message>
        <source>No homeserver answers at this address.</source>
        <translation>Unter dieser Adresse antwortet kein Homeserver.</translation>
    </message>
    <message>
        <source>This homeserver takes no passwords here: log in by the browser.</source>
        <translation>Dieser Homeserver nimmt hier keine Passwörter an: bitte über den Browser anmelden.</translation>
    </message>
    <message>
        <source>This homeserver has no single sign-on: log in by password.</source>
        <translation>Dieser Homeserver hat keine Einmalanmeldung: bitte mit Passwort anmelden.</translation>
    </message>
    <message>
        <source>The browser did not come back within five minutes.</source>
        <translation>Der Browser hat sich fünf Minuten lang nicht zurückgemeldet.</translation>
    </message>
    <message>
        <source>User or password are not right.</source>
        <translation>Benutzer oder Passwort stimmen nicht.</translation>
    </message>
    <message>
        <source>This account is deactivated.</source>
        <translation>Dieses Konto ist deaktiviert.</translation>
    </message>
    <message>
        <source>This PC does not trust the homeserver&apos;s certificate. Nothing was sent.</source>
        <translation>Dieser PC vertraut dem Zertifikat des Homeservers nicht. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>The homeserver cannot be reached.</source>
        <translation>Der Homeserver ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The homeserver refused the log-in.</source>
        <translation>Der Homeserver hat die Anmeldung abgelehnt.</translation>
    </message>
    <message>
        <source>Matrix: {state}</source>
        <translation>Matrix: {state}</translation>
    </message>
    <message>
        <source>Encrypted: cannot be read here.</source>
        <translation>Verschlüsselt: hier nicht lesbar.</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Zurückgenommen.</translation>
    </message>
    <message>
        <source>the homeserver does not know it yet</source>
        <translation>der Homeserver weiß es noch nicht</translation>
    </message>
    <message>
        <source>the room is encrypted: an answer could not be read here</source>
        <translation>der Raum ist verschlüsselt: eine Antwort wäre hier nicht lesbar</translation>
    </message>
    <message>
        <source>the room is encrypted, and files do not go there</source>
        <translation>der Raum ist verschlüsselt, Dateien gehen dorthin nicht</translation>
    </message>
    <message>
        <source>too large for the homeserver</source>
        <translation>zu groß für den Homeserver</translation>
    </message>
    <message>
        <source>you stopped it</source>
        <translation>von Ihnen abgebrochen</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>waiting for the homeserver, goes by itself</source>
        <translation>wartet auf den Homeserver, geht von selbst</translation>
    </message>
    <message>
        <source>sent, stands in their room</source>
        <translation>gesendet, steht in deren Raum</translation>
    </message>
    <message>
        <source>the homeserver does not allow it</source>
        <translation>der Homeserver erlaubt es nicht</translation>
    </message>
    <message>
        <source>this expert or room is not known there</source>
        <translation>Experte oder Raum ist dort nicht bekannt</translation>
    </message>
    <message>
        <source>the homeserver does not know this version of rooms</source>
        <translation>der Homeserver kennt diese Raumversion nicht</translation>
    </message>
    <message>
        <source>the homeserver did not take it</source>
        <translation>der Homeserver hat es nicht angenommen</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>anna, or @anna:example.org</source>
        <translation>anna oder @anna:example.org</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Goes to the homeserver once and is not kept. What it gives back is kept in this PC&apos;s key store.</source>
        <translation>Geht einmal an den Homeserver und wird nicht aufbewahrt. Was er zurückgibt, liegt im Schlüsselspeicher dieses PCs.</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Log in by the browser …</source>
        <translation>Über den Browser anmelden …</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Abmelden</translation>
    </message>
</context>
<context>
    <name>Moment</name>
    <message>
        <source>Away for a moment</source>
        <translation>Kurze Unterbrechung</translation>
    </message>
    <message>
        <source>I am back</source>
        <translation>Wieder da</translation>
    </message>
    <message>
        <source>Still there</source>
        <translation>Noch da</translation>
    </message>
    <message>
        <source>Still there? {name} has been waiting {time}</source>
        <translation>Noch da? {name} wartet seit {time}</translation>
    </message>
    <message>
        <source>Away for a moment · {time}</source>
        <translation>Kurze Unterbrechung · {time}</translation>
    </message>
    <message>
        <source>{name} is being passed on.</source>
        <translation>{name} wird übergeben.</translation>
    </message>
    <message>
        <source>Nobody is set to take over: {name} still waits.</source>
        <translation>Für die Übergabe ist niemand eingetragen: {name} wartet weiter.</translation>
    </message>
    <message>
        <source>In {n} s the call goes to {target}.</source>
        <translation>In {n} s geht der Anruf an {target}.</translation>
    </message>
    <message>
        <source>In {n} s the call goes back to its queue.</source>
        <translation>In {n} s geht der Anruf zurück in die Warteschlange.</translation>
    </message>
    <message>
        <source>{name} is on hold and hears nothing of you.</source>
        <translation>{name} wird gehalten und hört nichts von Ihnen.</translation>
    </message>
    <message>
        <source>{name} hears music and nothing of you.</source>
        <translation>{name} hört Musik und nichts von Ihnen.</translation>
    </message>
    <message>
        <source>On return: “Thank you for waiting. I am with you again.”</source>
        <translation>Danach: „Danke fürs Warten, ich bin wieder für Sie da.“</translation>
    </message>
    <message>
        <source>On return: “Sorry for the wait, and thank you for your patience. I am with you again.”</source>
        <translation>Danach: „Entschuldigen Sie die Wartezeit, und danke für Ihre Geduld. Jetzt bin ich wieder für Sie da.“</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>Notes of this call  {key}</source>
        <translation>Notizen zu diesem Gespräch  {key}</translation>
    </message>
    <message>
        <source>Notes  {key}</source>
        <translation>Notizen  {key}</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Call back</source>
        <translation>Zurückrufen</translation>
    </message>
    <message>
        <source>Dial again</source>
        <translation>Erneut wählen</translation>
    </message>
    <message>
        <source>The phone part had to be restarted. It is ready again.</source>
        <translation>Das Telefonmodul musste neu starten. Es ist wieder bereit.</translation>
    </message>
    <message>
        <source>The phone part does not start: no calls reach you. Use another phone.</source>
        <translation>Das Telefonmodul startet nicht: Anrufe erreichen Sie nicht. Nutzen Sie ein anderes Telefon.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>The phone part was restarted and has taken the call back. Go on.</source>
        <translation>Das Telefonmodul wurde neu gestartet und hat den Anruf zurückgeholt. Sie können weitersprechen.</translation>
    </message>
    <message>
        <source>The call was lost.</source>
        <translation>Das Gespräch ist abgebrochen.</translation>
    </message>
    <message>
        <source>The emergency call did not get through. Use another phone now.</source>
        <translation>Der Notruf kam nicht zustande. Benutzen Sie jetzt ein anderes Telefon.</translation>
    </message>
    <message>
        <source>A caller is still on hold.</source>
        <translation>Ein Anruf wird noch gehalten.</translation>
    </message>
    <message>
        <source>You were away: the caller goes on to {target}.</source>
        <translation>Sie waren nicht da: Der Anruf geht an {target}.</translation>
    </message>
    <message>
        <source>You were away: the caller goes back to the queue.</source>
        <translation>Sie waren nicht da: Der Anruf geht zurück in die Warteschlange.</translation>
    </message>
    <message>
        <source>The answer of {name} is here: call the customer back.</source>
        <translation>Die Antwort von {name} ist da: Rufen Sie den Kunden zurück.</translation>
    </message>
    <message>
        <source>Taking over the call back on {topic}. The homeserver says whose it is.</source>
        <translation>Der Rückruf zu {topic} wird übernommen. Der Homeserver sagt, wer ihn hat.</translation>
    </message>
    <message>
        <source>The call back on {topic} could not be taken over: the homeserver refuses it.</source>
        <translation>Der Rückruf zu {topic} konnte nicht übernommen werden: Der Homeserver lehnt es ab.</translation>
    </message>
    <message>
        <source>{name} was a moment faster and calls the customer back on {topic}.</source>
        <translation>{name} war einen Moment schneller und ruft den Kunden zu {topic} zurück.</translation>
    </message>
    <message>
        <source>A colleague has logged off: on {topic} a customer waits to be called back.</source>
        <translation>Jemand aus dem Team hat sich abgemeldet: Zu {topic} wartet ein Kunde auf Rückruf.</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The site&apos;s topic catalogue may not be changed by you. It stays as it is.</source>
        <translation>Den Themenkatalog des Standorts dürfen Sie nicht ändern. Er bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>The topic catalogue could not be read: {why} The last one stays.</source>
        <translation>Der Themenkatalog konnte nicht gelesen werden: {why} Der letzte gilt weiter.</translation>
    </message>
    <message>
        <source>A promised call is due: {what}</source>
        <translation>Ein zugesagter Rückruf ist fällig: {what}</translation>
    </message>
    <message>
        <source>Not connected to the PBX: this cannot be done now.</source>
        <translation>Keine Verbindung zur Telefonanlage: Das geht jetzt nicht.</translation>
    </message>
    <message>
        <source>No calls reach you: {why}. Aside looks for the PBX and comes back by itself.</source>
        <translation>Keine Anrufe erreichen Sie: {why}. Aside sucht die Telefonanlage und meldet sich von selbst wieder an.</translation>
    </message>
    <message>
        <source>The line {name} has no connection: its calls do not reach you.</source>
        <translation>Die Leitung {name} hat keine Verbindung: Anrufe dorthin erreichen Sie nicht.</translation>
    </message>
    <message>
        <source>A router here writes in our calls&apos; signalling (SIP ALG): ask for it to be off.</source>
        <translation>Ein Router hier verändert die Signalisierung der Anrufe (SIP-ALG): Lassen Sie das abschalten.</translation>
    </message>
    <message>
        <source>The address of our sound is changed on the way, by a router (SIP ALG) or the PBX: ICE fails.</source>
        <translation>Die Adresse unseres Tons wird unterwegs geändert, von einem Router (SIP-ALG) oder der Anlage: ICE scheitert.</translation>
    </message>
    <message>
        <source>The relay for sound (TURN) refuses user or password: calls go without it.</source>
        <translation>Das Relais für den Ton (TURN) lehnt Benutzer oder Passwort ab: Gespräche laufen ohne es.</translation>
    </message>
    <message>
        <source>Your music for the caller cannot be played: the PBX holds the call meanwhile.</source>
        <translation>Ihre Musik für Anrufer lässt sich nicht abspielen: Die Anlage hält das Gespräch solange.</translation>
    </message>
    <message>
        <source>Your announcement for the caller cannot be played: they hear the music alone.</source>
        <translation>Ihre Ansage für Anrufer lässt sich nicht abspielen: Zu hören ist nur die Musik.</translation>
    </message>
    <message>
        <source>This PC has your microphone muted. Switch it on in the sound settings.</source>
        <translation>Dieser PC hat Ihr Mikrofon stummgeschaltet. Schalten Sie es in den Toneinstellungen ein.</translation>
    </message>
    <message>
        <source>This PC keeps your microphone from Aside. Allow it in its settings: Privacy, Microphone.</source>
        <translation>Dieser PC verwehrt Aside Ihr Mikrofon. Erlauben Sie es in seinen Einstellungen: Datenschutz, Mikrofon.</translation>
    </message>
    <message>
        <source>Nothing comes from your microphone. Is it muted at the headset?</source>
        <translation>Aus Ihrem Mikrofon kommt nichts. Ist es am Headset stummgeschaltet?</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Mikro an</translation>
    </message>
    <message>
        <source>You are muted: the caller does not hear what you say.</source>
        <translation>Sie sind stumm: Der Anrufer hört nicht, was Sie sagen.</translation>
    </message>
    <message>
        <source>Another program has {keys}: choose other keys in Preferences, Calls.</source>
        <translation>Ein anderes Programm belegt {keys}: Wählen Sie andere Tasten in Einstellungen, Anrufe.</translation>
    </message>
    <message>
        <source>Your headset is not there. You hear through {ear} and speak through {mic}.</source>
        <translation>Ihr Headset fehlt. Sie hören über {ear} und sprechen über {mic}.</translation>
    </message>
    <message>
        <source>Your headset is not there: no customers&apos; calls come until it is back.</source>
        <translation>Ihr Headset fehlt: Bis es wieder da ist, kommen keine Kundenanrufe.</translation>
    </message>
    <message>
        <source>You hear through {ear} and speak through {mic} now.</source>
        <translation>Sie hören jetzt über {ear} und sprechen über {mic}.</translation>
    </message>
    <message>
        <source>Aside {version} is there. Your IT brings it; nothing to do for you.</source>
        <translation>Aside {version} ist da. Ihre IT spielt es ein; Sie müssen nichts tun.</translation>
    </message>
    <message>
        <source>Somebody who is not your PBX tried to call this phone and was turned away.</source>
        <translation>Jemand, der nicht Ihre Telefonanlage ist, wollte dieses Telefon anrufen und wurde abgewiesen.</translation>
    </message>
    <message>
        <source>The PBX refused the log-in, no calls reach you. Check user and password.</source>
        <translation>Die Telefonanlage hat die Anmeldung abgelehnt, keine Anrufe erreichen Sie. Prüfen Sie Benutzer und Passwort.</translation>
    </message>
    <message>
        <source>Emergency call. Say where you are: your place may not be known to them.</source>
        <translation>Notruf. Sagen Sie, wo Sie sind: Ihr Standort ist dort womöglich nicht bekannt.</translation>
    </message>
    <message>
        <source>This phone has no line. Use another phone now to call for help.</source>
        <translation>Dieses Telefon hat keine Leitung. Rufen Sie jetzt mit einem anderen Telefon Hilfe.</translation>
    </message>
    <message>
        <source>This is no number that can be dialled.</source>
        <translation>Diese Nummer lässt sich nicht wählen.</translation>
    </message>
    <message>
        <source>Four calls are the most this phone can hold. End one first.</source>
        <translation>Mehr als vier Anrufe kann dieses Telefon nicht halten. Beenden Sie zuerst einen.</translation>
    </message>
    <message>
        <source>The call is over: {how}.</source>
        <translation>Das Gespräch ist zu Ende: {how}.</translation>
    </message>
    <message>
        <source>The phone could not do that. Try again.</source>
        <translation>Das Telefon konnte das nicht ausführen. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>You are in a call. Quitting ends it.</source>
        <translation>Sie sind im Gespräch. Beim Beenden wird aufgelegt.</translation>
    </message>
    <message>
        <source>Quit and end the call</source>
        <translation>Auflegen und beenden</translation>
    </message>
    <message>
        <source>Choose an outcome first: solved, promised or not solved.</source>
        <translation>Wählen Sie zuerst ein Ergebnis: gelöst, zugesagt oder nicht gelöst.</translation>
    </message>
    <message>
        <source>You were muted because Aside&apos;s window was not there for a while.</source>
        <translation>Ihr Mikro wurde ausgeschaltet, weil das Fenster von Aside eine Weile fehlte.</translation>
    </message>
    <message>
        <source>{name} wrote a text.</source>
        <translation>{name} hat eine Textnachricht geschrieben.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The pause is over: this call is recorded again.</source>
        <translation>Die Pause ist vorbei: Dieses Gespräch wird wieder aufgezeichnet.</translation>
    </message>
    <message>
        <source>The store was damaged and put aside as {name}. A new one was started.</source>
        <translation>Der Speicher war beschädigt und wurde als {name} zur Seite gelegt. Ein neuer wurde begonnen.</translation>
    </message>
    <message>
        <source>Everything is kept again, and what was noted meanwhile too.</source>
        <translation>Ab jetzt wird wieder alles gespeichert, auch was Sie inzwischen notiert haben.</translation>
    </message>
    <message>
        <source>The settings could not be saved: they hold until Aside ends.</source>
        <translation>Die Einstellungen ließen sich nicht speichern: Sie gelten, bis Aside endet.</translation>
    </message>
    <message>
        <source>Your organisation&apos;s policy has a mistake, tell your IT: {what}</source>
        <translation>In den Vorgaben Ihrer Organisation ist ein Fehler, sagen Sie es Ihrer IT: {what}</translation>
    </message>
    <message>
        <source>{department} did not take what you told them. It is kept on this PC.</source>
        <translation>{department} hat Ihre Meldung nicht angenommen. Sie bleibt auf diesem PC.</translation>
    </message>
    <message>
        <source>The store is of a newer Aside: nothing is kept. Install that one again.</source>
        <translation>Der Datenspeicher stammt von einem neueren Aside: Nichts wird gespeichert. Installieren Sie dieses wieder.</translation>
    </message>
    <message>
        <source>The store cannot be written: nothing is kept. Look at its folder and the disk.</source>
        <translation>In den Datenspeicher lässt sich nicht schreiben: Nichts wird gespeichert. Prüfen Sie Ordner und Datenträger.</translation>
    </message>
    <message>
        <source>No key store on this PC: notes and messages are gone when Aside ends.</source>
        <translation>Kein Schlüsselspeicher auf diesem PC: Notizen und Nachrichten sind weg, wenn Aside endet.</translation>
    </message>
    <message>
        <source>The disk is full. Notes wait in memory: make room soon.</source>
        <translation>Die Festplatte ist voll. Notizen warten im Arbeitsspeicher: Schaffen Sie bald Platz.</translation>
    </message>
    <message>
        <source>The caller is still with you. The transfer did not work: {why}</source>
        <translation>Der Anruf ist noch bei Ihnen. Das Verbinden ging nicht: {why}</translation>
    </message>
    <message>
        <source>You are back with the customer. The question: {why}</source>
        <translation>Sie sind zurück beim Kunden. Die Rückfrage: {why}</translation>
    </message>
    <message>
        <source>Who you asked has hung up. The customer is still on hold.</source>
        <translation>Die Rückfrage hat aufgelegt. Der Kunde wird noch gehalten.</translation>
    </message>
    <message>
        <source>Who you asked has hung up. The customer is with you.</source>
        <translation>Die Rückfrage hat aufgelegt. Der Kunde ist bei Ihnen.</translation>
    </message>
    <message>
        <source>Back to customer</source>
        <translation>Zurück zum Kunden</translation>
    </message>
    <message>
        <source>The customer hung up while you were asking.</source>
        <translation>Der Kunde hat während der Rückfrage aufgelegt.</translation>
    </message>
    <message>
        <source>This call is not recorded any more.</source>
        <translation>Dieses Gespräch wird nicht mehr aufgezeichnet.</translation>
    </message>
    <message>
        <source>The PBX did not pause: this call is still recorded.</source>
        <translation>Die Anlage hat nicht pausiert: Dieses Gespräch wird weiter aufgezeichnet.</translation>
    </message>
    <message>
        <source>The settings could not be read and were put aside. Check them.</source>
        <translation>Die Einstellungen waren nicht lesbar und wurden zur Seite gelegt. Bitte prüfen.</translation>
    </message>
    <message>
        <source>The CRM did not take a wrap-up. It is kept on this PC.</source>
        <translation>Das CRM hat eine Nachbearbeitung nicht angenommen. Sie bleibt auf diesem PC gespeichert.</translation>
    </message>
    <message>
        <source>This PC&apos;s clock jumped. Times may look odd.</source>
        <translation>Die Uhr dieses PCs ist gesprungen. Zeiten können seltsam aussehen.</translation>
    </message>
    <message>
        <source>Erased: {n} records.</source>
        <translation>Gelöscht: {n} Einträge.</translation>
    </message>
    <message>
        <source>The key store is locked: nothing is kept. Unlock it.</source>
        <translation>Der Schlüsselspeicher ist gesperrt: Es wird nichts gespeichert. Bitte entsperren Sie ihn.</translation>
    </message>
    <message>
        <source>busy.</source>
        <translation>besetzt.</translation>
    </message>
    <message>
        <source>they declined the call.</source>
        <translation>der Anruf wurde abgelehnt.</translation>
    </message>
    <message>
        <source>nobody answered.</source>
        <translation>niemand hat sich gemeldet.</translation>
    </message>
    <message>
        <source>the PBX does not know this number.</source>
        <translation>die Telefonanlage kennt diese Nummer nicht.</translation>
    </message>
    <message>
        <source>the PBX does not allow this call.</source>
        <translation>die Telefonanlage erlaubt diesen Anruf nicht.</translation>
    </message>
    <message>
        <source>not reachable now.</source>
        <translation>zurzeit nicht erreichbar.</translation>
    </message>
    <message>
        <source>all four lines are in use.</source>
        <translation>alle vier Leitungen sind belegt.</translation>
    </message>
    <message>
        <source>the number has changed, or calls to it are sent elsewhere.</source>
        <translation>die Nummer hat sich geändert oder ist umgeleitet.</translation>
    </message>
    <message>
        <source>the network is busy. Try again in a minute.</source>
        <translation>das Netz ist überlastet. Versuchen Sie es in einer Minute erneut.</translation>
    </message>
    <message>
        <source>the phone there does not match ours (sound or encryption).</source>
        <translation>das Telefon dort passt nicht zu unserem (Ton oder Verschlüsselung).</translation>
    </message>
    <message>
        <source>they take no calls from this number, or none with the number withheld.</source>
        <translation>von dieser Nummer oder mit unterdrückter Nummer werden dort keine Anrufe angenommen.</translation>
    </message>
    <message>
        <source>the call did not come about.</source>
        <translation>der Anruf kam nicht zustande.</translation>
    </message>
    <message>
        <source>Make it a notice</source>
        <translation>Zum Hinweis machen</translation>
    </message>
    <message>
        <source>It stands over the card at every agent of these queues until its end. What says who a customer was is taken out.</source>
        <translation>Er steht bei allen in diesen Warteschlangen über der Karte, bis er endet. Was verrät, um welchen Kunden es ging, ist entfernt.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Shown until</source>
        <translation>Zu sehen bis</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Separated by commas. Empty: all</source>
        <translation>Durch Kommas getrennt. Leer: alle</translation>
    </message>
    <message>
        <source>Notices that stand</source>
        <translation>Hinweise, die gelten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show to all</source>
        <translation>Allen zeigen</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>solved</source>
        <translation>gelöst</translation>
    </message>
    <message>
        <source>promised</source>
        <translation>zugesagt</translation>
    </message>
    <message>
        <source>not solved</source>
        <translation>nicht gelöst</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>Gelöst</translation>
    </message>
    <message>
        <source>Promised something</source>
        <translation>Zugesagt</translation>
    </message>
    <message>
        <source>Not solved</source>
        <translation>Nicht gelöst</translation>
    </message>
</context>
<context>
    <name>OwnState</name>
    <message>
        <source>Your state</source>
        <translation>Ihr Status</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Moment</translation>
    </message>
    <message>
        <source>Your state: {state}. Opens the choice</source>
        <translation>Ihr Status: {state}. Öffnet die Auswahl</translation>
    </message>
    <message>
        <source>Colleagues: reachable</source>
        <translation>Intern: erreichbar</translation>
    </message>
    <message>
        <source>Colleagues: not reachable</source>
        <translation>Intern: nicht erreichbar</translation>
    </message>
    <message>
        <source>Click switches whether colleagues can call you</source>
        <translation>Ein Klick schaltet um, ob Sie intern erreichbar sind</translation>
    </message>
    <message>
        <source>Return to Available</source>
        <translation>Zurück auf Bereit</translation>
    </message>
    <message>
        <source>After this call</source>
        <translation>Nach diesem Gespräch</translation>
    </message>
    <message>
        <source>Customer calls</source>
        <translation>Kundenanrufe</translation>
    </message>
    <message>
        <source>Do not disturb: nobody rings</source>
        <translation>Bitte nicht stören: niemand klingelt durch</translation>
    </message>
    <message>
        <source>Reachable for colleagues</source>
        <translation>Intern erreichbar</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Aside: call in progress</source>
        <translation>Aside: laufendes Gespräch</translation>
    </message>
    <message>
        <source>The window of Aside has stopped. Your call goes on.</source>
        <translation>Das Fenster von Aside ist stehen geblieben. Ihr Gespräch läuft weiter.</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Internal</source>
        <translation>Intern</translation>
    </message>
    <message>
        <source>Emergency call {number}</source>
        <translation>Notruf {number}</translation>
    </message>
    <message>
        <source>number withheld</source>
        <translation>unterdrückte Nummer</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Unterdrückte Nummer</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Topic or name</source>
        <translation>Thema oder Name</translation>
    </message>
    <message>
        <source>Whom to ask: topic or name</source>
        <translation>Wen fragen: Thema oder Name</translation>
    </message>
    <message>
        <source>No experts are known yet. Add the colleagues who can be asked.</source>
        <translation>Noch keine Fachleute bekannt. Tragen Sie ein, wer gefragt werden kann.</translation>
    </message>
    <message>
        <source>Add experts</source>
        <translation>Fachleute eintragen</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Nobody found.</source>
        <translation>Niemand gefunden.</translation>
    </message>
    <message>
        <source>Who gets the question too? {name} was asked last.</source>
        <translation>Wer bekommt die Frage auch? Zuletzt wurde {name} gefragt.</translation>
    </message>
    <message>
        <source>Back to the question</source>
        <translation>Zurück zur Frage</translation>
    </message>
    <message>
        <source>Team lead · {state}</source>
        <translation>Teamleitung · {state}</translation>
    </message>
    <message>
        <source>Belongs to no question</source>
        <translation>Gehört zu keiner Frage</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>Pinned</name>
    <message>
        <source>Answers held over the card, internal</source>
        <translation>Angeheftete Antworten, intern</translation>
    </message>
    <message>
        <source>{name}, internal</source>
        <translation>{name}, intern</translation>
    </message>
    <message>
        <source>Take off the card</source>
        <translation>Von der Karte nehmen</translation>
    </message>
    <message>
        <source>Notice on {topic}, until {time}, internal</source>
        <translation>Hinweis zu {topic}, bis {time}, intern</translation>
    </message>
    <message>
        <source>Notice, until {time}, internal</source>
        <translation>Hinweis, bis {time}, intern</translation>
    </message>
</context>
<context>
    <name>Place</name>
    <message>
        <source>Is my place ready?</source>
        <translation>Ist mein Platz bereit?</translation>
    </message>
    <message>
        <source>Be quiet for a moment: your room is being measured …</source>
        <translation>Bitte kurz still sein: Ihr Raum wird gemessen …</translation>
    </message>
    <message>
        <source>Now read aloud: “The order leaves tomorrow at nine and is here on Friday.”</source>
        <translation>Bitte laut lesen: „Die Bestellung geht morgen um neun hinaus und ist am Freitag da.“</translation>
    </message>
    <message>
        <source>Listen, and be quiet: this is you.</source>
        <translation>Zuhören und still sein: Das sind Sie.</translation>
    </message>
    <message>
        <source>Now it rings.</source>
        <translation>Jetzt klingelt es.</translation>
    </message>
    <message>
        <source>A short test call to the phone system …</source>
        <translation>Ein kurzer Testanruf bei der Telefonanlage …</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>A call came: begin again when it is over.</source>
        <translation>Ein Anruf kam: Danach bitte neu beginnen.</translation>
    </message>
    <message>
        <source>Headset on? Then begin.</source>
        <translation>Headset auf? Dann los.</translation>
    </message>
    <message>
        <source>Not good: {n}</source>
        <translation>Nicht gut: {n}</translation>
    </message>
    <message>
        <source>Your place is ready.</source>
        <translation>Ihr Platz ist bereit.</translation>
    </message>
    <message>
        <source>Did you hear yourself?</source>
        <translation>Haben Sie sich gehört?</translation>
    </message>
    <message>
        <source>Did you hear it ring?</source>
        <translation>Haben Sie es klingeln gehört?</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Send to IT</source>
        <translation>An die IT senden</translation>
    </message>
    <message>
        <source>Ask for equipment</source>
        <translation>Um Ausstattung bitten</translation>
    </message>
    <message>
        <source>For IT, without your name</source>
        <translation>Für die IT, ohne Ihren Namen</translation>
    </message>
    <message>
        <source>Sent.</source>
        <translation>Gesendet.</translation>
    </message>
    <message>
        <source>IT&apos;s server did not take it: save it, or copy it.</source>
        <translation>Der Server der IT hat ihn nicht angenommen: Speichern oder kopieren Sie ihn.</translation>
    </message>
    <message>
        <source>{n} calls in 30 days, sound {mos} of 4.4 on average</source>
        <translation>{n} Gespräche in 30 Tagen, Ton im Mittel {mos} von 4,4</translation>
    </message>
    <message>
        <source>Your line this month</source>
        <translation>Ihre Leitung in diesem Monat</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>One minute: you speak a sentence and hear it again, it rings once, and where an echo extension is set up, a short call measures the way. What you say is forgotten at once.</source>
        <translation>Eine Minute: Sie sprechen einen Satz und hören ihn wieder, es klingelt einmal, und wo eine Echo-Nebenstelle eingerichtet ist, misst ein kurzer Anruf den Weg. Was Sie sagen, wird sofort vergessen.</translation>
    </message>
</context>
<context>
    <name>Popover</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Every change is in force at once.</source>
        <translation>Jede Änderung gilt sofort.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Managed by your organisation ({source})</source>
        <translation>Von Ihrer Organisation vorgegeben ({source})</translation>
    </message>
    <message>
        <source>Only your organisation can switch this on, by policy.</source>
        <translation>Das kann nur Ihre Organisation per Richtlinie einschalten.</translation>
    </message>
    <message>
        <source>Goes to this PC&apos;s key store and is never shown again.</source>
        <translation>Kommt in den Schlüsselspeicher dieses PCs und wird nie wieder angezeigt.</translation>
    </message>
    <message>
        <source>CRM token</source>
        <translation>CRM-Token</translation>
    </message>
    <message>
        <source>Team line: password</source>
        <translation>Teamleitung: Passwort</translation>
    </message>
    <message>
        <source>Relay: password</source>
        <translation>Relais: Passwort</translation>
    </message>
    <message>
        <source>Set up and test …</source>
        <translation>Einrichten und testen …</translation>
    </message>
    <message>
        <source>Import a customer book …</source>
        <translation>Kundenbuch importieren …</translation>
    </message>
    <message>
        <source>Edit the experts …</source>
        <translation>Fachleute bearbeiten …</translation>
    </message>
    <message>
        <source>Edit the topics …</source>
        <translation>Themen bearbeiten …</translation>
    </message>
    <message>
        <source>Play a test tone</source>
        <translation>Testton abspielen</translation>
    </message>
    <message>
        <source>Play the ring tone</source>
        <translation>Klingelton abspielen</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Anrufer</translation>
    </message>
    <message>
        <source>The levels move in a call.</source>
        <translation>Die Pegel bewegen sich im Gespräch.</translation>
    </message>
    <message>
        <source>As this PC has it set</source>
        <translation>Wie auf diesem PC eingestellt</translation>
    </message>
    <message>
        <source>Headset and this PC&apos;s speaker</source>
        <translation>Headset und Lautsprecher dieses PCs</translation>
    </message>
    <message>
        <source>Not plugged in now</source>
        <translation>Gerade nicht angeschlossen</translation>
    </message>
    <message>
        <source>A file of your own …</source>
        <translation>Eigene Datei …</translation>
    </message>
    <message>
        <source>en</source>
        <comment>the code of this language: de</comment>
        <translation>de</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Anrufe</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Customers and CRM</source>
        <translation>Kunden und CRM</translation>
    </message>
    <message>
        <source>Side chat</source>
        <translation>Experten-Chat</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>Language and appearance</source>
        <translation>Sprache und Aussehen</translation>
    </message>
    <message>
        <source>This program</source>
        <translation>Dieses Programm</translation>
    </message>
    <message>
        <source>UDP (usual)</source>
        <translation>UDP (üblich)</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>TLS (encrypted)</source>
        <translation>TLS (verschlüsselt)</translation>
    </message>
    <message>
        <source>refused as busy</source>
        <translation>wird als besetzt abgewiesen</translation>
    </message>
    <message>
        <source>shown as waiting</source>
        <translation>wird als wartend angezeigt</translation>
    </message>
    <message>
        <source>announced, answered after the first</source>
        <translation>angezeigt, nach dem ersten annehmbar</translation>
    </message>
    <message>
        <source>the usual number</source>
        <translation>die übliche Rufnummer</translation>
    </message>
    <message>
        <source>the first of the own numbers</source>
        <translation>die erste der eigenen Rufnummern</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Rufnummer</translation>
    </message>
    <message>
        <source>customers&apos; calls</source>
        <translation>Kundenanrufe</translation>
    </message>
    <message>
        <source>colleagues&apos; calls</source>
        <translation>Anrufe von Kollegen</translation>
    </message>
    <message>
        <source>every call</source>
        <translation>alle Anrufe</translation>
    </message>
    <message>
        <source>as events in the sound (usual)</source>
        <translation>als Ereignisse im Ton (üblich)</translation>
    </message>
    <message>
        <source>as SIP INFO</source>
        <translation>als SIP INFO</translation>
    </message>
    <message>
        <source>as tones one can hear</source>
        <translation>als hörbare Töne</translation>
    </message>
    <message>
        <source>is ended</source>
        <translation>wird beendet</translation>
    </message>
    <message>
        <source>is given back</source>
        <translation>wird zurückgegeben</translation>
    </message>
    <message>
        <source>topic, with a thread for each question</source>
        <translation>Thema, mit einem Thread je Frage</translation>
    </message>
    <message>
        <source>conversation: for confidential topics</source>
        <translation>Gespräch: für vertrauliche Themen</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>always, customers only</source>
        <translation>immer, nur Kunden</translation>
    </message>
    <message>
        <source>after a second question</source>
        <translation>nach einer zweiten Rückfrage</translation>
    </message>
    <message>
        <source>Duo: two tones</source>
        <translation>Duo: zwei Töne</translation>
    </message>
    <message>
        <source>Chime: three falling notes</source>
        <translation>Gong: drei fallende Töne</translation>
    </message>
    <message>
        <source>Marimba</source>
        <translation>Marimba</translation>
    </message>
    <message>
        <source>Classic: a bell</source>
        <translation>Klassisch: Klingel</translation>
    </message>
    <message>
        <source>Soft: low and slow</source>
        <translation>Sanft: tief und langsam</translation>
    </message>
    <message>
        <source>none: only the card</source>
        <translation>keiner: nur die Karte</translation>
    </message>
    <message>
        <source>taken all the same</source>
        <translation>trotzdem angenommen</translation>
    </message>
    <message>
        <source>taken, with a warning</source>
        <translation>mit Warnung angenommen</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>nicht angenommen</translation>
    </message>
    <message>
        <source>unless you wear a headset</source>
        <translation>außer mit Headset</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>freiwillig</translation>
    </message>
    <message>
        <source>time-boxed</source>
        <translation>zeitlich begrenzt</translation>
    </message>
    <message>
        <source>mandatory</source>
        <translation>Pflicht</translation>
    </message>
    <message>
        <source>as this PC</source>
        <translation>wie dieser PC</translation>
    </message>
    <message>
        <source>only what went wrong</source>
        <translation>nur was schiefging</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>wie üblich</translation>
    </message>
    <message>
        <source>follow this PC</source>
        <translation>wie dieser PC</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Kept in the key store. A blank erases it.</source>
        <translation>Im Schlüsselspeicher. Ein Leerzeichen löscht es.</translation>
    </message>
    <message>
        <source>Known until Aside ends: no key store</source>
        <translation>Bis Aside endet bekannt: kein Schlüsselspeicher</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source>The key store is locked</source>
        <translation>Der Schlüsselspeicher ist gesperrt</translation>
    </message>
    <message>
        <source>Aside&apos;s own music</source>
        <translation>Musik von Aside</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>none: the PBX holds the call</source>
        <translation>keine: Die Anlage hält das Gespräch</translation>
    </message>
    <message>
        <source>Aside&apos;s own line, in English</source>
        <translation>Ansage von Aside, englisch</translation>
    </message>
    <message>
        <source>Aside&apos;s own line, in German</source>
        <translation>Ansage von Aside, deutsch</translation>
    </message>
    <message>
        <source>This file is not there, or may not be read.</source>
        <translation>Diese Datei ist nicht da oder darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This is no WAV file: save it as WAV, 16 bit.</source>
        <translation>Das ist keine WAV-Datei: Bitte als WAV mit 16 Bit speichern.</translation>
    </message>
    <message>
        <source>This kind of WAV cannot be played: save it with 16 bit.</source>
        <translation>Diese Art WAV lässt sich nicht abspielen: Bitte mit 16 Bit speichern.</translation>
    </message>
    <message>
        <source>This file has hardly any sound in it.</source>
        <translation>In dieser Datei ist kaum Ton.</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds, after a figure</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes, after a figure</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>days</source>
        <comment>after a figure</comment>
        <translation>Tage</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Like Ctrl+Shift+F9, never Ctrl+Alt. Empty: none</source>
        <translation>Wie Strg+Umschalt+F9, nie Strg+Alt. Leer: keine</translation>
    </message>
    <message>
        <source>Under X11 and on Windows; Wayland allows no program to have them</source>
        <translation>Unter X11 und Windows; Wayland erlaubt sie keinem Programm</translation>
    </message>
    <message>
        <source>Nothing leaves the microphone meanwhile</source>
        <translation>Vom Mikrofon geht solange nichts hinaus</translation>
    </message>
    <message>
        <source>Works harder: an eighth of a processor core more. Other voices stay</source>
        <translation>Rechnet mehr: ein Achtel eines Prozessorkerns. Andere Stimmen bleiben</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>when it is due</source>
        <translation>wenn es so weit ist</translation>
    </message>
    <message>
        <source>Separated by commas. The country&apos;s own emergency numbers always work.</source>
        <translation>Durch Kommas getrennt. Die Notrufnummern des Landes gelten immer.</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>Durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Put before outside numbers, never before emergency numbers</source>
        <translation>Steht vor externen Nummern, nie vor Notrufnummern</translation>
    </message>
    <message>
        <source>When neither the window nor the bare panel is there for 30 seconds</source>
        <translation>Wenn 30 Sekunden lang weder Fenster noch Notbedienung da sind</translation>
    </message>
    <message>
        <source>Empty: notes are kept on this PC only</source>
        <translation>Leer: Notizen bleiben nur auf diesem PC</translation>
    </message>
    <message>
        <source>Cards that came from the CRM, on this PC, encrypted</source>
        <translation>Karten aus dem CRM, auf diesem PC, verschlüsselt</translation>
    </message>
    <message>
        <source>Asked by INFO with Record, as Asterisk&apos;s one-touch recording</source>
        <translation>Angefordert per INFO mit Record wie bei Asterisks One-Touch-Aufzeichnung</translation>
    </message>
    <message>
        <source>Without it nothing is recorded. Only its owner can listen.</source>
        <translation>Ohne ihn wird nichts aufgezeichnet. Nur wer den privaten Schlüssel hat, kann zuhören.</translation>
    </message>
    <message>
        <source>Break, wrap-up, no headset. {n}: the reason&apos;s place</source>
        <translation>Pause, Nachbearbeitung, kein Headset. {n}: Nummer des Grundes</translation>
    </message>
    <message>
        <source>Codes that only log in or only log out, none that do both</source>
        <translation>Kennziffern, die nur an- oder nur abmelden, keine, die umschalten</translation>
    </message>
    <message>
        <source>The call is sent there; empty: no parking</source>
        <translation>Der Anruf geht dorthin; leer: kein Parken</translation>
    </message>
    <message>
        <source>Off: shown where the PBX tells it unasked</source>
        <translation>Aus: angezeigt, wenn die Anlage es von selbst sagt</translation>
    </message>
    <message>
        <source>Calls of a queue are never sent on: they go back to it</source>
        <translation>Anrufe einer Warteschlange werden nie weitergeleitet: Sie gehen dorthin zurück</translation>
    </message>
    <message>
        <source>Separated by commas: Goods in=204, Anna=+49 40 5550</source>
        <translation>Durch Komma getrennt: Wareneingang=204, Anna=+49 40 5550</translation>
    </message>
    <message>
        <source>The dialler has another choice for one call. The PBX must honour it</source>
        <translation>Für ein einzelnes Gespräch wählen Sie es im Wählfeld. Die Anlage muss es beachten</translation>
    </message>
    <message>
        <source>Separated by commas: Service=+49 40 5550. The PBX must allow them</source>
        <translation>Durch Komma getrennt: Service=+49 40 5550. Die Anlage muss sie erlauben</translation>
    </message>
    <message>
        <source>Separated by commas: X-Order=Order</source>
        <translation>Durch Komma getrennt: X-Order=Auftrag</translation>
    </message>
    <message>
        <source>Experts with an address like @kern:example.org are asked there</source>
        <translation>Dort werden Experten mit einer Adresse wie @kern:example.org gefragt</translation>
    </message>
    <message>
        <source>11 suits every client of today; empty: as the server likes</source>
        <translation>11 passt zu allen heutigen Programmen; leer: wie der Server es möchte</translation>
    </message>
    <message>
        <source>Screens, network and Bluetooth speakers ring only when they are chosen</source>
        <translation>Bildschirme, Netzwerk- und Bluetooth-Lautsprecher klingeln nur, wenn Sie sie wählen</translation>
    </message>
    <message>
        <source>Separated by commas: part of a name or a regular expression; !HDMI is never used</source>
        <translation>Mit Kommas getrennt: Teil des Namens oder regulärer Ausdruck; !HDMI wird nie benutzt</translation>
    </message>
    <message>
        <source>What lasts, like a fan or a street; a keyboard stays</source>
        <translation>Was andauert, etwa Lüfter oder Straße; eine Tastatur bleibt</translation>
    </message>
    <message>
        <source>With a headset only: a microphone beside a speaker would howl</source>
        <translation>Nur mit Headset: Neben einem Lautsprecher würde das Mikrofon pfeifen</translation>
    </message>
    <message>
        <source>So that a customer who is silent is not taken for a dead line</source>
        <translation>Damit ein schweigender Kunde nicht für eine tote Leitung gehalten wird</translation>
    </message>
    <message>
        <source>Separated by commas: Orders=chime, Staff=silent. {tones}</source>
        <translation>Mit Kommas getrennt: Bestellungen=chime, Team=silent. {tones}</translation>
    </message>
    <message>
        <source>Separated by commas: 20:00-07:00, Orders 12:00-13:00</source>
        <translation>Mit Kommas getrennt: 20:00-07:00, Bestellungen 12:00-13:00</translation>
    </message>
    <message>
        <source>Empty: never asked. Aside only tells; your IT installs</source>
        <translation>Leer: es wird nie gefragt. Aside sagt nur Bescheid; Ihre IT installiert</translation>
    </message>
    <message>
        <source>Off: messages stay “sent, not confirmed”</source>
        <translation>Aus: Nachrichten bleiben „gesendet, nicht bestätigt“</translation>
    </message>
</context>
<context>
    <name>Promise</name>
    <message>
        <source>The promise</source>
        <translation>Die Zusage</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Ask one more</source>
        <translation>Noch jemanden</translation>
    </message>
    <message>
        <source>Pick by hand</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Nobody has answered while Aside was closed. Ask somebody else?</source>
        <translation>Solange Aside geschlossen war, hat niemand geantwortet. Jemand anderen fragen?</translation>
    </message>
    <message>
        <source>Nobody has taken it, and nobody else can be asked now.</source>
        <translation>Niemand hat übernommen, und sonst ist jetzt niemand zu fragen.</translation>
    </message>
    <message>
        <source>Asking {name} …</source>
        <translation>{name} wird gefragt …</translation>
    </message>
    <message>
        <source>{name} has {time} to take it</source>
        <translation>{name} hat noch {time} zum Übernehmen</translation>
    </message>
    <message>
        <source>{name} has taken it, answer due in {time}</source>
        <translation>{name} hat übernommen, Antwort fällig in {time}</translation>
    </message>
    <message>
        <source>{name} is late and was asked once more, {time} left</source>
        <translation>{name} ist überfällig und wurde erinnert, noch {time}</translation>
    </message>
    <message>
        <source>{name} took it and does not answer. Ask somebody else?</source>
        <translation>{name} hat übernommen und antwortet nicht. Jemand anderen fragen?</translation>
    </message>
    <message>
        <source>Ask somebody else?</source>
        <translation>Jemand anderen fragen?</translation>
    </message>
    <message>
        <source>{name} declined.</source>
        <translation>{name} hat abgelehnt.</translation>
    </message>
    <message>
        <source>{name} cannot be reached.</source>
        <translation>{name} ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>{name} has not taken it yet.</source>
        <translation>{name} hat noch nicht übernommen.</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Queue: logging out …</source>
        <translation>Warteschlange: wird abgemeldet …</translation>
    </message>
    <message>
        <source>Queue: pausing …</source>
        <translation>Warteschlange: Pause wird gesetzt …</translation>
    </message>
    <message>
        <source>Queue: going on …</source>
        <translation>Warteschlange: Pause wird beendet …</translation>
    </message>
    <message>
        <source>Queue: logging in …</source>
        <translation>Warteschlange: wird angemeldet …</translation>
    </message>
    <message>
        <source>Queue: the PBX did not confirm, tried again soon</source>
        <translation>Warteschlange: Anlage hat nicht bestätigt, neuer Versuch folgt</translation>
    </message>
    <message>
        <source>Queue: in</source>
        <translation>Warteschlange: angemeldet</translation>
    </message>
    <message>
        <source>Queue: paused ({why})</source>
        <translation>Warteschlange: Pause ({why})</translation>
    </message>
    <message>
        <source>Queue: logged out</source>
        <translation>Warteschlange: abgemeldet</translation>
    </message>
    <message>
        <source>break</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>line lost</source>
        <translation>Leitung weg</translation>
    </message>
    <message>
        <source>no headset</source>
        <translation>kein Headset</translation>
    </message>
    <message>
        <source>by the PBX</source>
        <translation>durch die Anlage</translation>
    </message>
    <message>
        <source>1 voice message</source>
        <translation>1 Sprachnachricht</translation>
    </message>
    <message>
        <source>{n} voice messages</source>
        <translation>{n} Sprachnachrichten</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>On a call</source>
        <translation>Im Gespräch</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>not before {time}</source>
        <translation>nicht vor {time}</translation>
    </message>
    <message>
        <source>outside their hours</source>
        <translation>außerhalb der Zeiten</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>order {subject}, {days} late</source>
        <translation>Bestellung {subject}, {days} überfällig</translation>
    </message>
    <message>
        <source>order {subject}, due in {days}</source>
        <translation>Bestellung {subject}, noch {days} bis zum Termin</translation>
    </message>
    <message>
        <source>“{subject}”, not answered for {days}</source>
        <translation>„{subject}“, {days} ohne Antwort</translation>
    </message>
    <message>
        <source>case {subject}, open for {days}</source>
        <translation>Vorgang {subject}, {days} offen</translation>
    </message>
    <message>
        <source>our promise: {subject}</source>
        <translation>unsere Zusage: {subject}</translation>
    </message>
    <message>
        <source>the same as last time: {subject}</source>
        <translation>wie beim letzten Mal: {subject}</translation>
    </message>
    <message>
        <source>order {subject}</source>
        <translation>Bestellung {subject}</translation>
    </message>
    <message>
        <source>order {subject}, due today</source>
        <translation>Bestellung {subject}, heute fällig</translation>
    </message>
    <message>
        <source>case {subject}, opened today</source>
        <translation>Vorgang {subject}, heute eröffnet</translation>
    </message>
    <message>
        <source>“{subject}”, not answered yet</source>
        <translation>„{subject}“, noch ohne Antwort</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Recording</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>Weiter aufzeichnen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause for card data</source>
        <translation>Pause für Kartendaten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufzeichnung beenden</translation>
    </message>
    <message>
        <source>Customer agreed: record</source>
        <translation>Kunde stimmt zu: aufzeichnen</translation>
    </message>
    <message>
        <source>Agreed: record</source>
        <translation>Stimmt zu</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Not recorded: the PBX did not do it</source>
        <translation>Keine Aufzeichnung: Die Anlage hat sie nicht ausgeführt</translation>
    </message>
    <message>
        <source>Not recorded: the file cannot be written</source>
        <translation>Nicht aufgezeichnet: Die Datei lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>Keine Aufzeichnung</translation>
    </message>
    <message>
        <source>Recording {time}</source>
        <translation>Aufnahme {time}</translation>
    </message>
    <message>
        <source>{n} pauses</source>
        <translation>{n} Pausen</translation>
    </message>
    <message>
        <source>1 pause</source>
        <translation>1 Pause</translation>
    </message>
    <message>
        <source>Paused, {n} s</source>
        <translation>Pause, noch {n} s</translation>
    </message>
    <message>
        <source>Recording paused: the customer presses keys</source>
        <translation>Aufzeichnung pausiert: Der Kunde drückt Tasten</translation>
    </message>
    <message>
        <source>Recording paused by another program</source>
        <translation>Aufzeichnung von einem anderen Programm pausiert</translation>
    </message>
    <message>
        <source>Recording paused</source>
        <translation>Aufzeichnung pausiert</translation>
    </message>
    <message>
        <source>records again in {n} s!</source>
        <translation>zeichnet in {n} s wieder auf!</translation>
    </message>
    <message>
        <source>goes on in {n} s</source>
        <translation>weiter in {n} s</translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message>
        <source>on this PC, encrypted</source>
        <translation>auf diesem PC, verschlüsselt</translation>
    </message>
    <message>
        <source>only you</source>
        <translation>nur Sie</translation>
    </message>
    <message>
        <source>until you erase it</source>
        <translation>bis Sie es löschen</translation>
    </message>
    <message>
        <source>you, and whoever uses the CRM</source>
        <translation>Sie und alle, die das CRM nutzen</translation>
    </message>
    <message>
        <source>on this PC, encrypted, and in the CRM</source>
        <translation>auf diesem PC, verschlüsselt, und im CRM</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} Tage</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>Calls: number, name, time, length, how they ended</source>
        <translation>Anrufe: Nummer, Name, Zeit, Dauer, wie sie endeten</translation>
    </message>
    <message>
        <source>Wrap-ups: outcome, code, note, call-back</source>
        <translation>Nachbearbeitungen: Ergebnis, Code, Notiz, Rückruf</translation>
    </message>
    <message>
        <source>Side chats: questions as masked, answers, when they were sent and seen</source>
        <translation>Experten-Chats: Fragen mit verdeckten Angaben, Antworten, wann gesendet und gelesen</translation>
    </message>
    <message>
        <source>on this PC, encrypted, and with the expert asked</source>
        <translation>auf diesem PC, verschlüsselt, und bei der gefragten Person</translation>
    </message>
    <message>
        <source>Audit trail with names: which expert was asked when, kinds masked, time to answer</source>
        <translation>Prüfprotokoll mit Namen: wer wann gefragt wurde, welche Arten maskiert wurden, Zeit bis zur Antwort</translation>
    </message>
    <message>
        <source>Audit trail without names: when one was asked, kinds masked, time to answer</source>
        <translation>Prüfprotokoll ohne Namen: wann gefragt wurde, welche Arten maskiert wurden, Zeit bis zur Antwort</translation>
    </message>
    <message>
        <source>you, and whoever you give an export to</source>
        <translation>Sie, und wem Sie einen Export geben</translation>
    </message>
    <message>
        <source>That you are writing to an expert, never what before you send it</source>
        <translation>Dass Sie an eine Expertin oder einen Experten schreiben, vor dem Senden nie was</translation>
    </message>
    <message>
        <source>with the expert</source>
        <translation>bei der gefragten Person</translation>
    </message>
    <message>
        <source>while you write</source>
        <translation>solange Sie schreiben</translation>
    </message>
    <message>
        <source>you, the experts of the topic, and whoever runs the PBX or the homeserver</source>
        <translation>Sie, die Experten des Themas und wer die Telefonanlage oder den Homeserver betreibt</translation>
    </message>
    <message>
        <source>How calls sounded: estimate, loss, jitter, round trip; figures, never a sound</source>
        <translation>Wie Gespräche klangen: Schätzwert, Verlust, Schwankung, Laufzeit; Zahlen, nie ein Ton</translation>
    </message>
    <message>
        <source>you, and whoever uses the CRM, your team lead included</source>
        <translation>Sie und alle, die das CRM nutzen, auch Ihre Teamleitung</translation>
    </message>
    <message>
        <source>the experts of the topic, and whoever runs the PBX or the homeserver</source>
        <translation>die Experten des Themas und wer die Telefonanlage oder den Homeserver betreibt</translation>
    </message>
    <message>
        <source>Customers seen: cards that came from the CRM</source>
        <translation>Gesehene Kunden: Karten aus dem CRM</translation>
    </message>
    <message>
        <source>Your state: available, break with its reason, in a call</source>
        <translation>Ihr Status: bereit, Pause mit Grund, im Gespräch</translation>
    </message>
    <message>
        <source>at the PBX</source>
        <translation>in der Telefonanlage</translation>
    </message>
    <message>
        <source>while it lasts; Aside keeps no history of it</source>
        <translation>solange er gilt; Aside führt darüber keinen Verlauf</translation>
    </message>
    <message>
        <source>your colleagues, without the reason, and whoever runs the PBX</source>
        <translation>Ihr Kollegenkreis, ohne den Grund, und wer die Telefonanlage betreibt</translation>
    </message>
    <message>
        <source>Log of this program: times and faults, three digits of numbers, no names or texts</source>
        <translation>Protokoll dieses Programms: Zeiten und Fehler, drei Ziffern von Nummern, keine Namen oder Texte</translation>
    </message>
    <message>
        <source>a file on this PC</source>
        <translation>eine Datei auf diesem PC</translation>
    </message>
    <message>
        <source>until newer lines push it out</source>
        <translation>bis neuere Zeilen sie verdrängen</translation>
    </message>
    <message>
        <source>you, and whoever you give it to</source>
        <translation>Sie, und wem Sie sie geben</translation>
    </message>
    <message>
        <source>Sound of calls</source>
        <translation>Ton der Gespräche</translation>
    </message>
    <message>
        <source>nowhere: Aside records no speech</source>
        <translation>nirgends: Aside zeichnet keine Sprache auf</translation>
    </message>
    <message>
        <source>nobody; the PBX may record by itself</source>
        <translation>niemand; die Telefonanlage zeichnet womöglich selbst auf</translation>
    </message>
    <message>
        <source>What Aside records about me</source>
        <translation>Was Aside über mich aufzeichnet</translation>
    </message>
    <message>
        <source>Erase all customers seen</source>
        <translation>Alle gesehenen Kunden löschen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Erase one number everywhere</source>
        <translation>Eine Nummer überall löschen</translation>
    </message>
    <message>
        <source>Where: {text}</source>
        <translation>Wo: {text}</translation>
    </message>
    <message>
        <source>How long: {text}</source>
        <translation>Wie lange: {text}</translation>
    </message>
    <message>
        <source>Who sees it: {text}</source>
        <translation>Wer sieht es: {text}</translation>
    </message>
    <message>
        <source>There is no key store on this PC: nothing of this outlives the program.</source>
        <translation>Auf diesem PC gibt es keinen Schlüsselspeicher: Nichts davon überdauert das Programm.</translation>
    </message>
    <message>
        <source>Nothing here is sent for appraisal. The CRM has each wrap-up, and how the call sounded.</source>
        <translation>Nichts davon geht zur Leistungsbewertung hinaus. Das CRM erhält jede Nachbearbeitung, und wie das Gespräch klang.</translation>
    </message>
    <message>
        <source>No figure here is sent to anybody for statistics or appraisal.</source>
        <translation>Nichts hiervon wird für Statistik oder Beurteilung weitergegeben.</translation>
    </message>
    <message>
        <source>All customers seen are erased.</source>
        <translation>Alle gesehenen Kunden sind gelöscht.</translation>
    </message>
    <message>
        <source>This cannot be undone. Press again to erase.</source>
        <translation>Das lässt sich nicht rückgängig machen. Zum Löschen noch einmal drücken.</translation>
    </message>
    <message>
        <source>Yes, erase all customers seen</source>
        <translation>Ja, alle gesehenen Kunden löschen</translation>
    </message>
    <message>
        <source>Calls, notes, chats and card of {number}</source>
        <translation>Anrufe, Notizen, Chats und Karte von {number}</translation>
    </message>
    <message>
        <source>{number} is being erased.</source>
        <translation>{number} wird gelöscht.</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Report a problem</source>
        <translation>Problem melden</translation>
    </message>
    <message>
        <source>This is all that a report holds: versions, settings, logs and the phone&apos;s last ten minutes. Passwords, keys, names, numbers and texts are taken out. Look it through, save it, and send it to whoever helps you.</source>
        <translation>Das ist alles, was ein Bericht enthält: Versionen, Einstellungen, Protokolle und die letzten zehn Minuten des Telefons. Passwörter, Schlüssel, Namen, Nummern und Texte sind entfernt. Sehen Sie ihn durch, speichern Sie ihn und senden Sie ihn an die Person, die Ihnen hilft.</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>Der Bericht</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Gespeichert als {name}</translation>
    </message>
    <message>
        <source>It could not be saved there. Choose another folder.</source>
        <translation>Dort ließ er sich nicht speichern. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Being put together …</source>
        <translation>Wird zusammengestellt …</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>Set up by a link</source>
        <translation>Einrichten per Link</translation>
    </message>
    <message>
        <source>Let {host} set up this phone?</source>
        <translation>Darf {host} dieses Telefon einrichten?</translation>
    </message>
    <message>
        <source>Go on only if this link came from your own administrator. It is asked once and tells Aside which server, which chat and which CRM to use. Nothing is changed yet.</source>
        <translation>Fahren Sie nur fort, wenn dieser Link von Ihrer eigenen IT kommt. Er wird einmal abgefragt und sagt Aside, welcher Server, welcher Chat und welches CRM zu benutzen sind. Noch wird nichts geändert.</translation>
    </message>
    <message>
        <source>Ask {host}</source>
        <translation>{host} fragen</translation>
    </message>
    <message>
        <source>Asking {host} …</source>
        <translation>{host} wird gefragt …</translation>
    </message>
    <message>
        <source>Being taken over …</source>
        <translation>Wird übernommen …</translation>
    </message>
    <message>
        <source>This phone is set up. The link cannot be used again.</source>
        <translation>Dieses Telefon ist eingerichtet. Der Link gilt nun nicht mehr.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Your administrator may have given you a link or a code.</source>
        <translation>Vielleicht haben Sie von Ihrer IT einen Link oder Code erhalten.</translation>
    </message>
    <message>
        <source>Link or code</source>
        <translation>Link oder Code</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>{sender} would set this:</source>
        <translation>{sender} würde dies einstellen:</translation>
    </message>
    <message>
        <source>Experts: {n}, in place of those in the list</source>
        <translation>Experten: {n}, anstelle derer in der Liste</translation>
    </message>
    <message>
        <source>It replaces what is set up now.</source>
        <translation>Es ersetzt, was jetzt eingerichtet ist.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>After the call: until then the line stays as it is.</source>
        <translation>Nach dem Gespräch: Bis dahin bleibt die Leitung, wie sie ist.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Password of the line, into the key store</source>
        <translation>Passwort der Leitung, in den Schlüsselspeicher</translation>
    </message>
    <message>
        <source>Password of the team&apos;s line, into the key store</source>
        <translation>Passwort der Teamleitung, in den Schlüsselspeicher</translation>
    </message>
    <message>
        <source>Password of the relay, into the key store</source>
        <translation>Passwort des Relais, in den Schlüsselspeicher</translation>
    </message>
    <message>
        <source>Token for the CRM, into the key store</source>
        <translation>Token für das CRM, in den Schlüsselspeicher</translation>
    </message>
    <message>
        <source>Log-in at the homeserver</source>
        <translation>Anmeldung am Homeserver</translation>
    </message>
    <message>
        <source>That is no set-up link. Copy the whole of it, or type host and code.</source>
        <translation>Das ist kein Einrichtungslink. Kopieren Sie ihn ganz, oder geben Sie Host und Code ein.</translation>
    </message>
    <message>
        <source>Your organisation does not let {host} set up this phone.</source>
        <translation>Ihre Organisation lässt {host} dieses Telefon nicht einrichten.</translation>
    </message>
    <message>
        <source>{host} does not answer. Are you in the right network or VPN?</source>
        <translation>{host} antwortet nicht. Sind Sie im richtigen Netz oder VPN?</translation>
    </message>
    <message>
        <source>The proxy of this network did not let Aside through to {host}.</source>
        <translation>Der Proxy dieses Netzes hat Aside nicht zu {host} durchgelassen.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off. The link can still be used here.</source>
        <translation>Die Verbindung zu {host} ist abgerissen. Der Link gilt hier weiterhin.</translation>
    </message>
    <message>
        <source>{host} could not prove that it is {host}. Tell your administrator.</source>
        <translation>{host} konnte nicht beweisen, dass es {host} ist. Bitte sagen Sie es Ihrer IT.</translation>
    </message>
    <message>
        <source>{host} has another key than your organisation expects. Tell your administrator.</source>
        <translation>{host} hat einen anderen Schlüssel, als Ihre Organisation erwartet. Bitte sagen Sie es Ihrer IT.</translation>
    </message>
    <message>
        <source>{host} does not know this code. Was it typed completely?</source>
        <translation>{host} kennt diesen Code nicht. Ist er vollständig?</translation>
    </message>
    <message>
        <source>This link was used already. Ask your administrator for a new one.</source>
        <translation>Dieser Link wurde schon benutzt. Bitten Sie Ihre IT um einen neuen.</translation>
    </message>
    <message>
        <source>This link is too old. Ask your administrator for a new one.</source>
        <translation>Dieser Link ist abgelaufen. Bitten Sie Ihre IT um einen neuen.</translation>
    </message>
    <message>
        <source>What {host} answered makes no sense. Tell your administrator.</source>
        <translation>Die Antwort von {host} ist unverständlich. Bitte sagen Sie es Ihrer IT.</translation>
    </message>
    <message>
        <source>This PC&apos;s key store is closed, and passwords belong there. Unlock it.</source>
        <translation>Der Schlüsselspeicher dieses PCs ist geschlossen, und Passwörter gehören dorthin. Entsperren Sie ihn.</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>Sound works</source>
        <translation>Ton läuft</translation>
    </message>
    <message>
        <source>No microphone: callers cannot hear you</source>
        <translation>Kein Mikrofon: Man hört Sie nicht</translation>
    </message>
    <message>
        <source>No speaker or headset: you cannot hear callers</source>
        <translation>Kein Lautsprecher oder Headset: Sie hören nichts</translation>
    </message>
    <message>
        <source>No sound device</source>
        <translation>Kein Tongerät</translation>
    </message>
    <message>
        <source>Nothing comes from the other side: only your own sound leaves. If it stays so, call back.</source>
        <translation>Von der Gegenseite kommt kein Ton an, nur Ihrer geht hinaus. Bleibt es so, rufen Sie zurück.</translation>
    </message>
    <message>
        <source>Nothing comes from the other side: Aside leads the sound another way.</source>
        <translation>Von der Gegenseite kommt nichts: Aside leitet den Ton auf einem anderen Weg.</translation>
    </message>
    <message>
        <source>Your upload is dropping: the caller hears gaps.</source>
        <translation>Ihr Upload verliert Pakete: Der Anrufer hört Lücken.</translation>
    </message>
    <message>
        <source>Sound from the caller is dropping: you hear gaps.</source>
        <translation>Der Ton des Anrufers kommt lückenhaft an.</translation>
    </message>
    <message>
        <source>The line is slow: wait a moment before you answer, or you talk at once.</source>
        <translation>Die Leitung ist verzögert: Warten Sie kurz, bevor Sie antworten, sonst sprechen beide zugleich.</translation>
    </message>
    <message>
        <source>The sound of this call is bad.</source>
        <translation>Der Ton dieses Gesprächs ist schlecht.</translation>
    </message>
    <message>
        <source>Your upload is getting worse: the caller may soon hear gaps. Stop uploads and video.</source>
        <translation>Ihr Senden wird schlechter: Der Anrufer hört bald Lücken. Beenden Sie Uploads und Video.</translation>
    </message>
    <message>
        <source>Sound from the caller is getting worse. Aside holds up to {n} ms of it back against gaps.</source>
        <translation>Der Ton vom Anrufer wird schlechter. Aside hält bis zu {n} ms davon zurück, gegen Lücken.</translation>
    </message>
    <message>
        <source>The line is getting slower: leave pauses, or you talk at once.</source>
        <translation>Die Leitung wird langsamer: Lassen Sie Pausen, sonst reden beide gleichzeitig.</translation>
    </message>
    <message>
        <source>Sound over the call: {best} at best, {worst} at worst, of 4.4</source>
        <translation>Ton im Gespräch: {best} am besten, {worst} am schlechtesten, von 4,4</translation>
    </message>
    <message>
        <source>This PC does not let Aside use the headset&apos;s buttons: use those here, and ask IT.</source>
        <translation>Dieser PC gibt Aside die Tasten des Headsets nicht frei: Nutzen Sie die hier, und fragen Sie die IT.</translation>
    </message>
    <message>
        <source>{program} has the headset&apos;s buttons: use those here, or close it.</source>
        <translation>{program} belegt die Tasten des Headsets: Nutzen Sie die hier, oder schließen Sie es.</translation>
    </message>
    <message>
        <source>Another program has the headset&apos;s buttons: use those here, or close it.</source>
        <translation>Ein anderes Programm belegt die Tasten des Headsets: Nutzen Sie die hier, oder schließen Sie es.</translation>
    </message>
    <message>
        <source>The buttons of {name} work here</source>
        <translation>Die Tasten von {name} wirken hier</translation>
    </message>
    <message>
        <source>poor sound</source>
        <translation>schlechter Ton</translation>
    </message>
    <message>
        <source>fair sound</source>
        <translation>mäßiger Ton</translation>
    </message>
    <message>
        <source>Sound {mos} of 4.4 · lost here {here} %, there {there} % · jitter {jitter} ms, {held} ms held back · round trip {trip} ms</source>
        <translation>Ton {mos} von 4,4 · Verlust hier {here} %, dort {there} % · Jitter {jitter} ms, {held} ms zurückgehalten · Laufzeit hin und zurück {trip} ms</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>State of line and sound</source>
        <translation>Zustand von Leitung und Ton</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Calls the mailbox</source>
        <translation>Ruft die Mailbox an</translation>
    </message>
    <message>
        <source>The number of the mailbox is not set in the preferences</source>
        <translation>Die Nummer der Mailbox fehlt in den Einstellungen</translation>
    </message>
    <message>
        <source>Nothing is kept after this session</source>
        <translation>Nichts bleibt nach dieser Sitzung erhalten</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Festplatte voll</translation>
    </message>
    <message>
        <source>1 call today</source>
        <translation>1 Anruf heute</translation>
    </message>
    <message>
        <source>{n} calls today</source>
        <translation>{n} Anrufe heute</translation>
    </message>
    <message>
        <source>{n} solved</source>
        <translation>{n} gelöst</translation>
    </message>
    <message>
        <source>{n} promised</source>
        <translation>{n} zugesagt</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>At hand or tried already:</source>
        <translation>Liegt vor oder schon versucht:</translation>
    </message>
</context>
<context>
    <name>Talk</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Earlier messages</source>
        <translation>Frühere Nachrichten</translation>
    </message>
    <message>
        <source>Copied: paste it where you read from.</source>
        <translation>Kopiert: zum Vorlesen einfügen.</translation>
    </message>
    <message>
        <source>Context, sent with the first question</source>
        <translation>Kontext, geht mit der ersten Frage mit</translation>
    </message>
    <message>
        <source>Context: order, product, case. Never the person.</source>
        <translation>Kontext: Bestellung, Produkt, Vorgang. Nie die Person.</translation>
    </message>
    <message>
        <source>What the expert will read:</source>
        <translation>Das wird dort gelesen:</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>Ihre Frage</translation>
    </message>
    <message>
        <source>Attached</source>
        <translation>Anbei</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Korrigieren</translation>
    </message>
    <message>
        <source>is writing …</source>
        <translation>schreibt …</translation>
    </message>
    <message>
        <source>answered in {time}</source>
        <translation>geantwortet nach {time}</translation>
    </message>
    <message>
        <source>Answered in {time}</source>
        <translation>Geantwortet nach {time}</translation>
    </message>
    <message>
        <source>Asked {time} ago</source>
        <translation>Gefragt vor {time}</translation>
    </message>
    <message>
        <source>Internal, to {name}</source>
        <translation>Intern, an {name}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Ganz zeigen</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>1 new</source>
        <translation>1 neue</translation>
    </message>
    <message>
        <source>{n} new</source>
        <translation>{n} neue</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>To note</source>
        <translation>In die Notiz</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Keep answer</source>
        <translation>Antwort behalten</translation>
    </message>
    <message>
        <source>Notice for all</source>
        <translation>Hinweis für alle</translation>
    </message>
    <message>
        <source>Thanks</source>
        <translation>Danken</translation>
    </message>
    <message>
        <source>Tell a department</source>
        <translation>Abteilung informieren</translation>
    </message>
    <message>
        <source>Copy to say</source>
        <translation>Zum Vorlesen kopieren</translation>
    </message>
    <message>
        <source>Large type</source>
        <translation>Große Schrift</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>Attached, goes in {n} parts</source>
        <translation>Anbei, geht in {n} Teilen</translation>
    </message>
    <message>
        <source>You are correcting your last message.</source>
        <translation>Sie korrigieren Ihre letzte Nachricht.</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Unverändert lassen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>Tell</name>
    <message>
        <source>Tell a department</source>
        <translation>Abteilung informieren</translation>
    </message>
    <message>
        <source>This is all they read, with the queue and the outcome. What says who the customer was is taken out.</source>
        <translation>Das ist alles, was die Abteilung liest, dazu Warteschlange und Ergebnis. Was den Kunden verrät, ist entfernt.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>What they should know</source>
        <translation>Was die Abteilung wissen soll</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{department} has it.</source>
        <translation>{department} hat es erhalten.</translation>
    </message>
    <message>
        <source>{department} did not take it. It is kept on this PC.</source>
        <translation>{department} hat es nicht angenommen. Es bleibt auf diesem PC.</translation>
    </message>
    <message>
        <source>Kept; it goes to {department} by itself.</source>
        <translation>Gespeichert; geht von selbst an {department}.</translation>
    </message>
    <message>
        <source>The same has been told {n} times.</source>
        <translation>Dasselbe wurde {n}-mal gemeldet.</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Texts with the customer</source>
        <translation>Textnachrichten mit dem Kunden</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>To the wrap-up</source>
        <translation>Zur Nachbearbeitung</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Textnachrichten</translation>
    </message>
    <message>
        <source>Text to the customer</source>
        <translation>Nachricht an den Kunden</translation>
    </message>
    <message>
        <source>Send to customer</source>
        <translation>An Kunden senden</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Texts with the customer: {name}</source>
        <translation>Textnachrichten mit dem Kunden: {name}</translation>
    </message>
    <message>
        <source>Too long by {n} characters</source>
        <translation>{n} Zeichen zu lang</translation>
    </message>
    <message>
        <source>The customer reads this</source>
        <translation>Das liest der Kunde</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>You to the customer</source>
        <translation>Sie an den Kunden</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>is being kept</source>
        <translation>wird gespeichert</translation>
    </message>
    <message>
        <source>waits for the line</source>
        <translation>wartet auf die Leitung</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>may not have arrived</source>
        <translation>evtl. nicht angekommen</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} T</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Morgen</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>day and month, Qt date format</comment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>day, month and year, Qt date format</comment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>one day</source>
        <translation>einen Tag</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} Tage</translation>
    </message>
</context>
<context>
    <name>Topics</name>
    <message>
        <source>no name</source>
        <translation>kein Name</translation>
    </message>
    <message>
        <source>hours not understood</source>
        <translation>Zeiten nicht verstanden</translation>
    </message>
    <message>
        <source>the promise is no number of 5 to 3600 seconds</source>
        <translation>die Zusage ist keine Zahl von 5 bis 3600 Sekunden</translation>
    </message>
    <message>
        <source>more topics than Aside can hold</source>
        <translation>mehr Themen, als Aside fassen kann</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Themen</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Verantwortlich</translation>
    </message>
    <message>
        <source>Promise</source>
        <translation>Zusage</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Separated by commas</source>
        <translation>Durch Kommas getrennt</translation>
    </message>
    <message>
        <source>As it stands with the experts</source>
        <translation>So, wie es bei den Experten steht</translation>
    </message>
    <message>
        <source>Name, extension or address of an expert: asked when nobody has taken it</source>
        <translation>Name, Durchwahl oder Adresse eines Experten: wird gefragt, wenn niemand übernommen hat</translation>
    </message>
    <message>
        <source>Deputies</source>
        <translation>Vertretung</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Of experts without hours of their own: 1-5 08:00-16:00. Empty: always</source>
        <translation>Für Experten ohne eigene Zeiten: 1-5 08:00-16:00. Leer: immer</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Codes: de, en</source>
        <translation>Kürzel: de, en</translation>
    </message>
    <message>
        <source>Answered within, in seconds</source>
        <translation>Beantwortet binnen, in Sekunden</translation>
    </message>
    <message>
        <source>Empty: as the preferences say</source>
        <translation>Leer: wie in den Einstellungen</translation>
    </message>
    <message>
        <source>To have ready before asking</source>
        <translation>Vor dem Fragen bereithalten</translation>
    </message>
    <message>
        <source>Shown as chips over the question, separated by commas</source>
        <translation>Erscheint über der Frage zum Anklicken, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Found by these words too</source>
        <translation>Auch unter diesen Stichworten zu finden</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>New topic</source>
        <translation>Neues Thema</translation>
    </message>
    <message>
        <source>These topics are kept by your organisation and cannot be changed here.</source>
        <translation>Diese Themen pflegt Ihre Organisation; hier lassen sie sich nicht ändern.</translation>
    </message>
    <message>
        <source>Not complete yet: {why}</source>
        <translation>Noch nicht vollständig: {why}</translation>
    </message>
    <message>
        <source>Not in the list of experts: {who}</source>
        <translation>Nicht in der Expertenliste: {who}</translation>
    </message>
    <message>
        <source>{n} topics</source>
        <translation>{n} Themen</translation>
    </message>
    <message>
        <source>No topics here yet. Those of your experts work without them.</source>
        <translation>Hier stehen noch keine Themen. Die Ihrer Experten gelten auch ohne sie.</translation>
    </message>
    <message>
        <source>Import topics</source>
        <translation>Themen importieren</translation>
    </message>
    <message>
        <source>Lists of topics (*.csv *.json *.txt)</source>
        <translation>Themenlisten (*.csv *.json *.txt)</translation>
    </message>
    <message>
        <source>All (*)</source>
        <translation>Alle (*)</translation>
    </message>
    <message>
        <source>This file cannot be read, or is larger than 1 MB.</source>
        <translation>Diese Datei ist nicht lesbar oder größer als 1 MB.</translation>
    </message>
    <message>
        <source>This is no list of topics: a column “topic” is missing.</source>
        <translation>Das ist keine Themenliste: Es fehlt die Spalte „Thema“.</translation>
    </message>
    <message>
        <source>{n} topics read.</source>
        <translation>{n} Themen gelesen.</translation>
    </message>
    <message>
        <source>Left out, by line: {lines}</source>
        <translation>Ausgelassen, nach Zeile: {lines}</translation>
    </message>
    <message>
        <source>Export topics</source>
        <translation>Themen exportieren</translation>
    </message>
    <message>
        <source>Kept in {path}</source>
        <translation>Gespeichert in {path}</translation>
    </message>
    <message>
        <source>This file cannot be written.</source>
        <translation>Diese Datei kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>Transfer the call</source>
        <translation>Anruf verbinden</translation>
    </message>
    <message>
        <source>Number or colleague</source>
        <translation>Nummer oder Name</translation>
    </message>
    <message>
        <source>Ask first</source>
        <translation>Erst rückfragen</translation>
    </message>
    <message>
        <source>Park</source>
        <translation>Parken</translation>
    </message>
    <message>
        <source>Send the call there</source>
        <translation>Dorthin weiterleiten</translation>
    </message>
    <message>
        <source>It rings there instead of here. You speak with nobody.</source>
        <translation>Es klingelt dort statt hier. Sie sprechen mit niemandem.</translation>
    </message>
    <message>
        <source>Four calls are the most this phone can hold: nobody can be asked first now.</source>
        <translation>Mehr als vier Gespräche kann dieses Telefon nicht halten: Eine Rückfrage geht jetzt nicht.</translation>
    </message>
    <message>
        <source>Somebody is being asked already.</source>
        <translation>Es läuft schon eine Rückfrage.</translation>
    </message>
    <message>
        <source>The caller is being transferred.</source>
        <translation>Der Anruf wird gerade verbunden.</translation>
    </message>
    <message>
        <source>Three of four calls are in use: one question still fits.</source>
        <translation>Drei von vier Gesprächen sind belegt: Eine Rückfrage geht noch.</translation>
    </message>
    <message>
        <source>Ask first: the caller is on hold meanwhile. Transfer now: they go there directly.</source>
        <translation>Erst rückfragen: Der Anruf wird so lange gehalten. Jetzt verbinden: Er geht direkt dorthin.</translation>
    </message>
    <message>
        <source>Transfer now</source>
        <translation>Direkt verbinden</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Show Aside</source>
        <translation>Aside zeigen</translation>
    </message>
    <message>
        <source>Quit Aside</source>
        <translation>Aside beenden</translation>
    </message>
</context>
<context>
    <name>Volume</name>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Caller, in your ear</source>
        <translation>Anrufer, in Ihrem Hörer</translation>
    </message>
    <message>
        <source>You, at the caller&apos;s ear</source>
        <translation>Sie, beim Anrufer</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Second call</source>
        <translation>Zweiter Anruf</translation>
    </message>
    <message>
        <source>Hold and answer</source>
        <translation>Halten und annehmen</translation>
    </message>
    <message>
        <source>{name} is calling</source>
        <translation>{name} ruft an</translation>
    </message>
    <message>
        <source>rings {n} s more</source>
        <translation>klingelt noch {n} s</translation>
    </message>
    <message>
        <source>1 more call</source>
        <translation>1 weiterer Anruf</translation>
    </message>
    <message>
        <source>{n} more calls</source>
        <translation>{n} weitere Anrufe</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Answer after this call</source>
        <translation>Annehmen nach diesem Gespräch</translation>
    </message>
    <message>
        <source>Back to queue</source>
        <translation>Zurück in die Warteschlange</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Side chat</source>
        <translation>Experten-Chat</translation>
    </message>
    <message>
        <source>Calls and team</source>
        <translation>Anrufe und Team</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Experts and colleagues</source>
        <translation>Fachleute und Kollegenkreis</translation>
    </message>
    <message>
        <source>Kept answers</source>
        <translation>Behaltene Antworten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>What Aside records about me</source>
        <translation>Was Aside über mich aufzeichnet</translation>
    </message>
    <message>
        <source>Is my place ready?</source>
        <translation>Ist mein Platz bereit?</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Systemprüfung</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Problem melden</translation>
    </message>
    <message>
        <source>About Aside</source>
        <translation>Über Aside</translation>
    </message>
    <message>
        <source>Quit Aside</source>
        <translation>Aside beenden</translation>
    </message>
</context>
<context>
    <name>WrapUp</name>
    <message>
        <source>Wrap-up</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>What came of it?</source>
        <translation>Was ist dabei herausgekommen?</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note for whoever takes the next call</source>
        <translation>Notiz für das nächste Gespräch</translation>
    </message>
    <message>
        <source>Finish wrap-up</source>
        <translation>Nachbearbeitung abschließen</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>Zugesagt für</translation>
    </message>
    <message>
        <source>any time</source>
        <translation>ohne Uhrzeit</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>What was promised</source>
        <translation>Was wurde zugesagt</translation>
    </message>
    <message>
        <source>finishes by itself in {time}</source>
        <translation>endet von selbst in {time}</translation>
    </message>
    <message>
        <source>No code</source>
        <translation>Kein Code</translation>
    </message>
    <message>
        <source>Goes to the CRM and into the customer&apos;s contacts.</source>
        <translation>Geht an das CRM und in die Kontakte des Kunden.</translation>
    </message>
    <message>
        <source>Kept on this PC only: no CRM is set.</source>
        <translation>Bleibt nur auf diesem PC: Kein CRM ist eingerichtet.</translation>
    </message>
</context>
</TS>
