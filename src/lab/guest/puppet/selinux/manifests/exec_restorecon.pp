# See fcontext.pp; the command is put together as the module does it.
define selinux::exec_restorecon (
  String  $path        = $title,
  Boolean $refreshonly = true,
  Boolean $recurse     = true,
  Boolean $force       = false,
) {
  $options = [[$force, ' -F'], [$recurse, ' -R']].filter |$option| { $option[0] }.map |$option| { $option[1] }
  exec { "restorecon ${title}":
    path        => '/sbin:/usr/sbin',
    command     => "restorecon${options.join} ${shellquote($path)}",
    refreshonly => $refreshonly,
  }
}
