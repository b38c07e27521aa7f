# What scenarios are written with. A scenario is a bash script that ends at the first thing that is
# not as it says; $engine is podman or docker, $run a run command of it. Every command is shown with
# what it printed and its exit status.
#
# -t in $run: a confined container may not write to our pipes and files, only to its own terminal.

out=/run/lab/output audit_log=/var/log/audit/audit.log
policy_store=/var/lib/selinux/default/active

step() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}

# expect STATUS COMMAND…: the command ends with this status within five minutes. "denied" is what a
# command in a container says and returns then; an engine's own failures have 125 and more.
expect() {
  local want=$1 status began=${EPOCHREALTIME/./}
  shift
  echo "\$ $(quoted "$@")"
  # by a pipe: restorecon (setfiles_t) may not write to our files, and would seem to say nothing
  timeout -k 5 300 "$@" 2>&1 </dev/null | cat >$out
  status=${PIPESTATUS[0]}
  cat $out
  printf '[%s, %d ms]\n' $status $(((${EPOCHREALTIME/./} - began) / 1000))
  case $want in
    denied) [ $status = 1 ] && says 'Permission denied' || fail "expected a denial, exit status 1" ;;
    *) [ $status = "$want" ] || fail "expected exit status $want" ;;
  esac
}

# quoted WORD…: the words as one would type them.
quoted() {
  local word words=()
  for word; do
    case $word in
      '' | *[!A-Za-z0-9_/.:,=@%+-]*) word=${word@Q} ;;
    esac
    words+=("$word")
  done
  echo "${words[*]}"
}

# says TEXT…: the last command printed each of these.
says() {
  local text
  for text; do
    grep -qF -e "$text" $out || fail "it does not say: $text"
  done
}

# silent: the last command printed nothing.
silent() { [ ! -s $out ] || fail "it should print nothing"; }

# json FIELD: that field of the JSON object that the last command printed; of an array, a line each.
json() {
  python3 -c 'import json, sys
value = json.load(sys.stdin)[sys.argv[1]]
print(*(value if isinstance(value, list) else [value]), sep="\n")' "$1" < <(grep '^{' $out) ||
    fail "no JSON with a field $1"
}

# same WHAT BEFORE AFTER: the two texts are equal.
same() {
  [ "$2" = "$3" ] && echo "unchanged: $1" && return
  diff <(echo "$2") <(echo "$3")
  fail "changed: $1"
}

# The effective label of everything below a directory; with the time of its last change, too.
labels() { find "$1" -printf '%Z %p\n' | sort; }
traces() { find "$1" -printf '%C@ %Z %p\n' | sort; }

# Which commit the policy store is at, and the file that a commit replaces.
policy_commit() { od -An -tu8 $policy_store/commit_num && stat -c '%i %z' $policy_store/policy.kern; }
local_rules() { semanage fcontext -lC 2>&1; }

# fresh_disk MOUNTPOINT: mounts a disk, with ws/package-scripts on it, that SELinux never labelled.
fresh_disk() {
  mkdir -p "$1"
  dd status=none if=/root/unlabeled.img of=/dev/vdb bs=1M conv=fsync && mount /dev/vdb "$1" || fail "no disk"
  at_end umount "$1"
}

# daemon_up: the service runs, confined, until the end of the scenario.
daemon_up() {
  /lab/guest/install-policy || fail 'no policy module' # half a minute, once
  at_end systemctl stop sevol
  systemctl start sevol || fail 'the service does not start'
}

# told TEXT: an incident of the ledger has it.
told() { sevol incidents --all --json | grep -qF -e "$1"; }

# main_pid: the service's.
main_pid() { systemctl show -P MainPID sevol; }

# daemon_memory: the service's resident memory in KiB.
daemon_memory() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(main_pid)/status"; }

# own_denials: what sevol's own domains were denied since the scenario began; but for those of every change of the
# domain, to which glibc's secure mode is due (with nothing hidden from the log they show).
own_denials() {
  denials_since "$scenario_mark" | grep -E 'scontext=[^ ]*:sevol_[a-z_]*t:' |
    grep -vE '\{ (noatsecure|rlimitinh|siginh) \} .*tclass=process '
}

# audit_mark: prints a mark that now stands in audit.log, after all that happened before.
audit_mark() {
  local mark="lab-mark-$EPOCHREALTIME"
  auditctl -m "$mark" >/dev/null 2>&1 || fail "auditctl: no mark"
  until_true 20 grep -qF "$mark" $audit_log || fail "auditd does not write"
  echo "$mark"
}

# denials_since MARK: the AVC records that came after the mark.
denials_since() {
  audit_mark >/dev/null
  sed -n "/$1/,\$ { /avc:  denied/p }" $audit_log
}

# until_true SECONDS COMMAND…: waits for the command to succeed.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

# at_end COMMAND…: for the end of the scenario, last one first, whatever the result.
at_end() { endings=("$(printf '%q ' "$@")" "${endings[@]}"); }

begin() {
  endings=()
  scenario_mark=$(audit_mark)
  trap finish EXIT
}

finish() {
  local status=$? ending containers
  [ $status = 0 ] || { step 'AVC records of this scenario' && denials_since "$scenario_mark"; }
  containers=$($engine ps -aq)
  [ -z "$containers" ] || $engine rm -f $containers >/dev/null 2>&1
  for ending in "${endings[@]}"; do
    eval "$ending"
  done
  exit $status
}
