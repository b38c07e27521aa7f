# Stands in for the module puppet/selinux of Vox Pupuli, which Debian does not package: the same
# parameters. Puppet's own reading of an exported manifest is what the lab is after.
define selinux::fcontext (
  String $pathspec            = $title,
  String $seltype             = undef,
  String $seluser             = 'system_u',
  Enum['a', 'f', 'd', 'c', 'b', 's', 'l', 'p'] $filetype = 'a',
) {
  exec { "semanage fcontext ${title}":
    command => ['/usr/sbin/semanage', 'fcontext', '-a', '-f', $filetype, '-s', $seluser, '-t', $seltype, $pathspec],
    unless  => [['/lab/guest/has-rule', $pathspec]],
  }
}
