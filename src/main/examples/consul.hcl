# Consul agent: /etc/consul.d/sevol.hcl. To Consul 0 is passing, 1 warning and everything else
# critical; so -w, and a threshold of -c that is never reached.
# The agent needs -enable-local-script-checks, and its user the ledger: usermod -aG sevol consul.

check {
  id       = "sevol"
  name     = "SELinux denials of containers"
  args     = ["/usr/lib/nagios/plugins/check_sevol", "-w", "0", "-c", "1000000"]
  interval = "60s"
  timeout  = "30s"
}
