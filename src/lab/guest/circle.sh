# circle DIRECTORY CAUSE: containers are denied the directory for this cause; that is told before and
# after, repaired, and holds for one container and the next; repairing again changes nothing; undone.
circle() {
  local dir=$1 cause=$2 mark id rule with labels rules commit traces
  labels=$(labels "$dir")
  rules=$(local_rules)

  step 'before the run: denied, and why'
  expect 1 sevol check -v "$dir:/data"
  says DENIED "$dir" "$cause"
  expect 1 sevol check -- $run -v "$dir:/data" busybox touch /data/new
  says DENIED "$cause"

  step 'the run: denied'
  mark=$(audit_mark)
  expect denied $run -v "$dir:/data" busybox ls /data
  expect denied $run -v "$dir:/data" busybox touch /data/new
  denials_since "$mark" | grep container_t | tee /run/lab/denials

  step 'after the run: the audit log explained'
  expect 1 sevol explain $audit_log
  says "$cause"
  expect 1 sevol explain --json $audit_log
  explained /run/lab/denials "$cause"

  step 'a plan changes nothing'
  traces=$(traces "$dir")
  commit=$(policy_commit)
  expect 1 sevol fix "$dir"
  same 'labels and ctimes' "$traces" "$(traces "$dir")"
  same 'the policy store' "$commit" "$(policy_commit)"

  step 'repaired'
  expect 0 sevol fix --apply --json "$dir"
  [ "$(json state)" = applied ] || fail "the state is not applied"
  id=$(json id) rule=$(json rule)
  mapfile -t with < <(json run_with | sed '/^$/d')
  expect 0 sevol check -v "$dir:/data"
  says FINE

  step "one container writes, the next lists, reads, appends and deletes (run with: ${with[*]})"
  expect 0 $run "${with[@]}" -v "$dir:/data" busybox sh -c \
    'mkdir /data/made && echo one >/data/made/file && mv /data/made/file /data/made/first && ls -l /data /data/made'
  expect 0 $run "${with[@]}" -v "$dir:/data" busybox sh -c \
    'ls /data/made && cat /data/made/first && echo two >>/data/made/first && rm /data/made/first && rmdir /data/made'
  says one
  expect 0 $run "${with[@]}" -v "$dir:/data" busybox /data/packagervm
  says packaged

  if [ "$rule" != None ]; then
    step 'the rule and the labels agree'
    expect 0 restorecon -RFvn "$dir"
    silent
    expect 0 semanage fcontext -lC
    says "$dir"
  fi

  step 'repairing again changes nothing'
  traces=$(traces "$dir")
  commit=$(policy_commit)
  expect 0 sevol fix --apply "$dir"
  same 'labels and ctimes' "$traces" "$(traces "$dir")"
  same 'the policy store' "$commit" "$(policy_commit)"

  step 'undone'
  expect 0 sevol fix --undo "$id"
  same 'effective labels' "$labels" "$(labels "$dir")"
  same 'local rules' "$rules" "$(local_rules)"
  expect denied $run "${with[@]}" -v "$dir:/data" busybox touch /data/new
}

# explained DENIALS CAUSE: of these AVC records at least one is in the JSON lines, and all that are have the cause.
explained() {
  python3 -c 'import json, re, sys
records = open(sys.argv[1]).read()
ids = set(re.findall(r"audit\(([\d.:]+)\)", records))
causes = [line["cause"] for line in map(json.loads, sys.stdin) if line["id"] in ids]
print(f"{len(ids)} events, explained as {causes}")
sys.exit(set(causes) != {sys.argv[2]})' "$1" "$2" < <(grep '^{' $out) || fail "the denials are not explained as $2"
}
