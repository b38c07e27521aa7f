# probe.sh ROUND SPEC…: for a container's shell. Tries out each mount and prints a line for it:
#   @ N read=ok write=no exec=ok
# A SPEC is N:KIND:NEEDS:LEFT: the mount is /m/N; KIND says how to use it; NEEDS are letters of rwx;
# LEFT is 1 where an earlier container left something. "no" is what was refused with EACCES; any other
# failure is no answer of a policy and is shown whole. $root is for tests outside of a container.

# t COMMAND…: one thing to try; nothing more once something failed.
t() {
  [ "$result" = ok ] || return
  message=$("$@" 2>&1 </dev/null) && return
  case $message in
    *'Permission denied'*) result=no ;;
    *) result=odd && echo "@odd $n $*: $message" ;;
  esac
}

# p SCRIPT: the same for what cannot succeed even where it is allowed: a socket is not opened, a fifo waits.
# The mount is its $1.
p() {
  [ "$result" = ok ] || return
  case $(timeout 1 sh -c "$1" sh "$m" 2>&1 </dev/null) in *'Permission denied'*) result=no ;; esac
}

see() { cat "$@" >/dev/null; }
append() { echo '# more' >>"$1"; }
there() { for entry; do mv $entry $entry.away && mv $entry.away $entry || return; done; }
new_entries() { mkdir $1/newdir && echo new >$1/newdir/file && rm -r $1/newdir; }
new_link() { ln -s a.sh $m/newlink && rm $m/newlink; }
leave() { mkdir $m/leftdir && printf '#!/bin/sh\n' | tee $m/left.sh >$m/leftdir/in.sh && chmod 755 $m/left.sh $m/leftdir/in.sh; }

files() {
  [ $kind = empty ] || echo $m/a.sh $m/prog $m/sub/b.sh
  [ $left = 0 ] || echo $m/left.sh $m/leftdir/in.sh
}

links() {
  case $kind in vfat | empty) ;; *) echo $m/link ;; esac
}

subs() {
  [ $kind = empty ] || echo $m/sub
  [ $left = 0 ] || echo $m/leftdir
}

read_tree() {
  t ls -laR $m
  t see $(files) /dev/null
  for link in $(links); do
    t see $link
    t readlink $link
  done
}

exec_tree() {
  for file in $(files) $(links); do
    t $file
  done
}

write_tree() {
  for file in $(files); do
    [ ${file##*/} = prog ] || t append $file
  done
  t chmod 755 $m $(files)
  for dir in $m $(subs); do
    t new_entries $dir
  done
  case $kind in
    empty) ;;
    nested) t there $m/a.sh $m/prog $m/sub/b.sh $m/link ;;
    *) t there $m/* $m/sub/b.sh ;;
  esac
  [ -z "$(links)" ] || t new_link
  case $round$kind in
    1*) t leave ;;
    2nested) t rm -r $(files) ;;
    2*) t rm -r $m/* ;;
  esac
}

read_file() { t ls -l $m && t see $m; }
exec_file() { t $m; }
write_file() { t append $m && t chmod 755 $m; }

# Of what is the host's own only reading is tried, all of it.
read_path() { t ls -lR $m && t see_all; }
see_all() { find $m -type f -exec cat {} + >/dev/null; }

read_special() {
  t ls -l $m
  [ $kind = socket ] && write_special || p 'head -c 1 "$1"'
}
write_special() { p 'echo >>"$1"'; }

round=$1
shift
for spec; do
  IFS=: read n kind needs left <<.
$spec
.
  m=$root/m/$n answers=
  case $kind in
    file) use=file ;;
    path) use=path ;;
    fifo | socket | device) use=special ;;
    *) use=tree ;;
  esac
  for need in read exec write; do
    case $need in
      read) letter=r ;;
      exec) letter=x ;;
      write) letter=w ;;
    esac
    case $needs in
      *$letter*) result=ok && ${need}_$use && : ;;
      *) continue ;;
    esac
    answers="$answers $need=$result"
  done
  echo "@ $n$answers"
done
echo "@ end"
