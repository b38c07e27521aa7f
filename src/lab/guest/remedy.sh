# Words for scenarios of sevol fix, beside those of lib.sh.

# rules_file: the local rules and booleans as the policy store has them; semanage takes ten seconds.
rules_file() { sed "/^#/d; /^$/d" $policy_store/file_contexts.local $policy_store/booleans.local 2>/dev/null; true; }

# a_tree DIRECTORY: content that a container can read and run.
a_tree() {
  mkdir -p "$1/lib"
  printf '#!/bin/sh\necho packaged\n' >"$1/packagervm"
  chmod 755 "$1/packagervm"
  echo old >"$1/lib/old.txt"
}

# remedied DIRECTORY CAUSE MODE FIX-OPTION…: containers are denied it; planned, which changes nothing;
# applied; works for two containers, one after the other; restorecon agrees; again changes nothing;
# undone: labels and rules as they were. MODE is rw or ro.
remedied() {
  local dir=$1 cause=$2 mode=$3 labels rules traces id with
  shift 3
  labels=$(labels "$dir") rules=$(rules_file)

  step "$dir: denied ($cause)"
  expect 1 sevol check -v "$dir:/data:$mode"
  says "$cause"
  expect denied $run -v "$dir:/data:$mode" busybox ls /data

  step 'planned'
  traces=$(traces "$dir")
  expect 1 sevol fix "$@" "$dir"
  same 'labels and ctimes' "$traces" "$(traces "$dir")"
  same 'rules' "$rules" "$(rules_file)"

  step 'applied'
  expect 0 sevol fix --apply --json "$@" "$dir"
  [ "$(json state)" = applied ] || fail 'the state is not applied'
  id=$(json id)
  mapfile -t with < <(json run_with | sed '/^$/d')

  step "works for one container, and for the next (run with: ${with[*]})"
  works "$dir" $mode "${with[@]}"
  expect 0 restorecon -RFvn "$dir"
  silent

  step 'again: nothing to do'
  traces=$(traces "$dir") commit=$(policy_commit)
  expect 0 sevol fix --apply "$@" "$dir"
  same 'labels and ctimes' "$traces" "$(traces "$dir")"
  same 'the policy store' "$commit" "$(policy_commit)"

  step 'undone'
  expect 0 sevol fix --undo "$id"
  same 'effective labels' "$labels" "$(labels "$dir")"
  same 'rules' "$rules" "$(rules_file)"
  expect denied $run "${with[@]}" -v "$dir:/data:$mode" busybox ls /data
}

# works DIRECTORY MODE RUN-OPTION…: two containers use it, and what the first one makes. With
# $by=sh the program there is not what the container begins with, which another permission is for.
by=
works() {
  local dir=$1 mode=$2
  shift 2
  if [ "$mode" = rw ]; then
    expect 0 $run "$@" -v "$dir:/data" busybox $by /data/packagervm
    says packaged
    expect 0 $run "$@" -v "$dir:/data" busybox sh -c 'mkdir /data/made && echo one >/data/made/first'
    expect 0 $run "$@" -v "$dir:/data" busybox sh -c \
      'cat /data/made/first && echo two >>/data/made/first && rm -r /data/made'
  else
    expect 0 $run "$@" -v "$dir:/data:ro" busybox sh /data/packagervm
    says packaged
    expect 0 $run "$@" -v "$dir:/data:ro" busybox cat /data/lib/old.txt
  fi
}
