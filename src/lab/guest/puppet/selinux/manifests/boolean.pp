# See fcontext.pp.
define selinux::boolean (
  Enum['on', 'off'] $ensure = 'on',
  Boolean $persistent       = true,
) {
  selboolean { $title:
    value      => $ensure,
    persistent => $persistent,
  }
}
