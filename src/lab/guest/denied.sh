# denied.sh RATE SECONDS: for a container's shell. Tries to enter /data RATE times a second and counts how often
# that was refused. One try is one access: chdir(2) asks for { search } once. No process is made for a try.
rate=$1 seconds=$2
clock() { # hundredths of a second since boot
  read -r up _ </proc/uptime
  now=${up%.*}${up#*.}
}
case $(cd /data 2>&1) in
  *'Permission denied'*) tried=1 refused=1 ;;
  *) echo "not refused at all" && exit 1 ;;
esac
exec 2>/dev/null
clock
begin=$now
end=$((begin + seconds * 100))
while [ $now -lt $end ]; do
  due=$(((now - begin) * rate / 100))
  while [ $tried -lt $due ]; do
    tried=$((tried + 1))
    cd /data || refused=$((refused + 1))
  done
  sleep 0.05
  clock
done
echo "tried=$tried refused=$refused"
