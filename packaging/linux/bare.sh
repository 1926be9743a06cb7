#!/bin/sh
# bare.sh ROOT REPOSITORY ARCHIVES BEFORE: installs BEFORE, an older .deb, in the bare Debian at ROOT, upgrades it from the
# signed folder, runs the tour as an ordinary user, removes it again, and ends with 1 at the first thing that is not as it
# should be. Runs in mount and process namespaces of its own (bare.py): what is mounted or started here is gone with its
# last process, however it ends.
set -eu
root=$1
repository=$2
archives=$3
before=$4

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
apt() { inside DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" >"$root/var/log/said" 2>&1 || { cat "$root/var/log/said"; exit 1; }; }
agent() {
    chroot --userspec=agent:agent "$root" /usr/bin/env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/home/agent \
        DISPLAY="$DISPLAY" QT_QPA_PLATFORM=xcb "$@"
}
expect() {
    what=$1
    shift
    if "$@"; then echo "yes  $what"; else echo "NO   $what"; exit 1; fi
}
nothing() { [ -z "$1" ] || { printf '%s\n' "$1"; return 1; }; }
python() { find "$root/usr" -name 'python3*' -path '*bin*'; }
# All but what the system itself writes down about packages.
paths() {
    find "$root" -xdev -not -type s | sed "s|^$root||" | sort |
        grep -v -E '^/(home|srv|tmp|proc|dev|var/(cache|log|lib/(apt|dpkg|systemd))|run)(/|$)'
}

# Where its mounts are not its own alone (bare.py) they would stay.
trap 'umount --quiet --lazy "$root/srv/aside" "$root/var/cache/apt/archives" "$root/dev/shm" "$root/proc" || true' EXIT
mount -t proc proc "$root/proc"
mkdir -p "$root/srv/aside" "$root/dev/shm" "$root/var/cache/apt/archives/partial"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --bind "$archives" "$root/var/cache/apt/archives"
mkdir -p "$archives/partial"
mount --bind "$repository" "$root/srv/aside"
cp /etc/resolv.conf "$root/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
inside useradd --create-home --user-group agent
key=/usr/share/keyrings/aside-archive-keyring.gpg
cp "$repository/aside-archive-keyring.gpg" "$root$key"
echo "deb [signed-by=$key] file:/srv/aside stable main" >"$root/etc/apt/sources.list.d/aside.list"
paths >"$root/var/log/before"

# What it brings to this Debian, all that it needs included; of another phone the same is asked.
brings() {
    inside apt-get install --no-install-recommends --assume-no "$1" 2>/dev/null |
        sed -n "s|^Need to get.* \(.*B/\)\?\([0-9.,]* [kM]B\) of archives.*|size $1: \2 to get|p; s|^After this operation, \(.*\) of additional.*|size $1: \1 on disk|p"
}

expect "no Python before" nothing "$(python)"
apt update
brings aside
brings linphone-desktop
cp "$before" "$root/srv/before.deb"
apt install --no-install-recommends /srv/before.deb
was=$(inside dpkg-query -W -f '${Version}' aside)
printf '{"ring_s": 33}\n' >"$root/etc/aside/policies/managed/10-test.json"
agent aside report /home/agent/before.txt >/dev/null
kept=$(find "$root/home/agent" | sort)
apt upgrade
expect "upgraded by apt from $was to $(inside dpkg-query -W -f '${Version}' aside)" \
    test "$was" != "$(inside dpkg-query -W -f '${Version}' aside)"
expect "what IT and the agent had written is still there" \
    test "$kept$(cat "$root/etc/aside/policies/managed/10-test.json")" = "$(find "$root/home/agent" | sort){\"ring_s\": 33}"
agent aside report /home/agent/after.txt >/dev/null
expect "the policy holds in the new version" grep -q 'ring_s = 33' "$root/home/agent/after.txt"
rm "$root/etc/aside/policies/managed/10-test.json"
echo "yes  installed by apt from the signed folder: $(inside dpkg-query -W aside)"
expect "no Python with it" nothing "$(python)"
expect "files are as they were packed" inside dpkg --verify aside
expect "the tour passes as an ordinary user" agent aside tour /home/agent/tour
expect "tour.json is there" test -s "$root/home/agent/tour/tour.json"
paths_of_agent=$(find "$root/home/agent" | sort)
apt purge aside
# What another package only suggests goes too: it came with Aside.
apt autoremove --purge -o APT::AutoRemove::SuggestsImportant=false -o APT::AutoRemove::RecommendsImportant=false
expect "the user's files are untouched" test "$paths_of_agent" = "$(find "$root/home/agent" | sort)"
paths >"$root/var/log/after"
expect "nothing else is left behind" nothing "$(comm -13 "$root/var/log/before" "$root/var/log/after")"
expect "nothing of the system is missing" nothing "$(comm -23 "$root/var/log/before" "$root/var/log/after")"
