# On the console no echo, no prompt and no escape sequences: what comes back is what commands print.
if [ "$(tty)" = /dev/ttyS0 ]; then
  stty -echo -onlcr
  bind 'set enable-bracketed-paste off' 2>/dev/null
  PS1= PS2=
  echo LAB-READY
fi
