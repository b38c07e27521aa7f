package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/** The shapes in which loggers, shippers and people hand a denial on. */
class LogShapesTest {
  private static final String AVC =
      "avc:  denied  { read write } for  pid=41 comm=\"nginx\" name=\"html\" dev=\"dm-1\" ino=77"
          + " scontext=system_u:system_r:container_t:s0:c1,c2"
          + " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=dir permissive=0";
  private static final String ID = "audit(1700000000.123:456)";

  private static List<Denial> denials(String text) {
    List<Denial> denials = new ArrayList<>();
    EventAssembler events = new EventAssembler(e -> denials.addAll(AvcReader.read(e)));
    RecordReader reader = new RecordReader(events::accept);
    text.lines().forEach(reader::accept);
    reader.finish();
    events.finish();
    return denials;
  }

  private static Denial only(String text) {
    List<Denial> denials = denials(text);
    assertEquals(1, denials.size(), () -> text + "\n" + denials);
    return denials.get(0);
  }

  private static void assertWhole(Denial d, boolean permissiveTold) {
    assertEquals(List.of("read", "write"), d.perms());
    assertEquals("system_u:system_r:container_t:s0:c1,c2", String.valueOf(d.scontext()));
    assertEquals("unconfined_u:object_r:user_home_t:s0", String.valueOf(d.tcontext()));
    assertEquals("dir", String.valueOf(d.tclass()));
    assertEquals("nginx", d.comm());
    assertEquals("html", d.name());
    assertEquals("dm-1", d.dev());
    assertEquals(77L, d.ino());
    assertEquals(41, d.pid());
    assertEquals(permissiveTold ? false : null, d.permissive());
  }

  /** {@code @} stands for the record, {@code #} for its id, {@code ~} for a quote in JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=AVC msg=#: @",
        "type=1400 audit(1700000000.123:456): @",
        "audit: type=1400 #: @",
        "kernel: audit: type=1400 #: @",
        "[  123.456789] audit: type=1400 #: @",
        "[123.456] audit: type=1400 #: @",
        "<5>[  123.456789] audit: type=1400 #: @",
        "<36>Nov 14 22:13:20 host kernel: audit: type=1400 #: @",
        "[Tue Nov 14 22:13:20 2023] audit: type=1400 #: @",
        "2023-11-14T22:13:20,123456+00:00 audit: type=1400 #: @",
        "kern  :notice: [  123.456789] audit: type=1400 #: @",
        "Nov 14 22:13:20 host kernel: [12345.678901] audit: type=1400 #: @",
        "Nov 14 22:13:20 host kernel: audit_printk_skb: 12 callbacks suppressed\n"
            + "Nov 14 22:13:20 host kernel: audit: type=1400 #: @",
        "2023-11-14T22:13:20.123456+01:00 host kernel: audit: type=1400 #: @",
        "<5>1 2023-11-14T22:13:20.123456+01:00 host kernel - - - audit: type=1400 #: @",
        "<13>1 2023-11-14T22:13:20Z host audisp-syslog 712 - [meta x=\"1\"] type=AVC msg=#: @",
        "Nov 14 22:13:20 host audisp-syslog[712]: type=AVC msg=#: @",
        "Nov 14 22:13:20 host audispd: node=host.example.org type=AVC msg=#: @",
        "node=host.example.org type=AVC msg=#: @",
        "2023-11-14 22:13:20 host tag_audit_log: type=AVC msg=#: @",
        "Nov 14 22:13:20 host audit[41]: AVC @",
        "Nov 14 22:13:20 host audit: AVC @",
        "Nov 14 22:13:20 host audit[41]: <audit-1400> @",
        "Nov 14 22:13:20.123456 host audit[41]: AVC @",
        "2023-11-14T22:13:20+0100 host audit[41]: AVC @",
        "1700000000.123456 host audit[41]: AVC @",
        "[host-1] | type=AVC msg=#: @",
        "{~log~:~type=AVC msg=#: @\\n~,~stream~:~stdout~,~time~:~2023-11-14T22:13:20Z~}",
        "{~stream~:~audit~,~values~:[[~1700000000123000000~,~type=AVC msg=#: @~]]}",
        "{~MESSAGE~:~AVC @~,~_TRANSPORT~:~audit~,~_AUDIT_TYPE~:~1400~}",
        "{~_AUDIT_TYPE_NAME~:~AVC~,~MESSAGE~:~AVC @~}",
        "{~message~:~Nov 14 22:13:20 host kernel: audit: type=1400 #: @~,~host~:~h~}",
        "2023-11-14T22:13:20.123Z stdout F type=AVC msg=#: @",
        "    MESSAGE=AVC @",
        "Raw Audit Messages\ntype=AVC msg=#: @\n\n\nHash: nginx,container_t,user_home_t,dir,read",
        "Raw Audit Messages            \n\n  host=h type=AVC msg=#: @\n",
        "> type=AVC msg=#: @",
        "| type=AVC msg=#: @ |",
        "`type=AVC msg=#: @`",
        "- type=AVC msg=#: @",
        "1) type=AVC msg=#: @",
        "time->Tue Nov 14 22:13:20 2023\ntype=AVC msg=#: @\n----",
        "/var/log/audit/audit.log.1:type=AVC msg=#: @",
        "audit.log-20231114.gz:42:type=AVC msg=#: @",
        "\ufefftype=AVC msg=#: @",
        "type=AVC msg=#: @\u001dARCH=x86_64 UID=\"root\"",
        "\u001b[1;31mtype=AVC\u001b[0m msg=#: @",
        "ok: [host] => {~stdout_lines~: [~type=AVC msg=#: @~]}",
        "Nov 14 22:13:20 host setroubleshoot[9]: type=AVC msg=#: @",
        "2023-11-14T22:13:20Z host audit 41 - - AVC @"
      })
  void recordIsReadWhole(String shape) {
    boolean json = shape.indexOf('~') >= 0;
    String record = json ? AVC.replace("\"", "\\\"") : AVC;
    String text = shape.replace('~', '"').replace("#", ID).replace("@", record);
    assertWhole(only(text), true);
  }

  @Test
  void kernelsBeforePermissiveWasPrinted() {
    Denial d = only("type=AVC msg=" + ID + ": " + AVC.replace(" permissive=0", ""));
    assertWhole(d, false);
  }

  @Test
  void blanksThatWereSqueezed() {
    assertWhole(only("type=AVC msg=" + ID + ": " + AVC.replaceAll(" +", " ")), true);
  }

  @Test
  void blanksThatWereWidened() {
    assertWhole(only("type=AVC  msg=" + ID + ":  " + AVC.replace(" ", "  ")), true);
  }

  @Test
  void tabsForBlanks() {
    assertWhole(only("type=AVC\tmsg=" + ID + ":\t" + AVC.replace(' ', '\t')), true);
  }

  @Test
  void interpretedNamesMayHoldBlanksAndEquals() {
    Denial d =
        only(
            "type=AVC msg=audit(11/14/2023 22:13:20.123:456) : avc:  denied  { open } for  pid=41"
                + " comm=my prog path=/srv/my dir/a=b c.txt dev=\"dm-1\" ino=77"
                + " scontext=system_u:system_r:container_t:s0:c1,c2"
                + " tcontext=unconfined_u:object_r:user_home_t:s0 tclass=file permissive=0 ");
    assertEquals("my prog", d.comm());
    assertEquals("77", String.valueOf(d.ino()));
    assertEquals("file", String.valueOf(d.tclass()));
    assertTrue(String.valueOf(d.path()).startsWith("/srv/my dir/a"), () -> d.toString());
  }

  @Test
  void quotedNamesMayHoldEquals() {
    Denial d = only("type=AVC msg=" + ID + ": " + AVC.replace("\"html\"", "\"a=b,tclass=file\""));
    assertEquals("a=b,tclass=file", d.name());
    assertEquals("dir", String.valueOf(d.tclass()));
  }

  @Test
  void hexNamesAreDecoded() {
    Denial d = only("type=AVC msg=" + ID + ": " + AVC.replace("\"html\"", "6D7920646972"));
    assertEquals("my dir", d.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s0",
        "s0-s0:c0.c1023",
        "s0:c1,c2-s0:c1,c2,c7",
        "s2:c0.c5,c9-s15:c0.c1023",
        "SystemLow-SystemHigh",
        "unclassified:cat1"
      })
  void levelsOfAnyPolicyAreKept(String level) {
    Denial d = only("type=AVC msg=" + ID + ": " + AVC.replace("s0:c1,c2", level));
    assertEquals("system_u:system_r:container_t:" + level, String.valueOf(d.scontext()));
    assertEquals("dir", String.valueOf(d.tclass()));
  }

  @Test
  void contextsMayHaveNoLevel() {
    Denial d =
        only("type=AVC msg=" + ID + ": " + AVC.replace(":s0:c1,c2", "").replace("_t:s0", "_t"));
    assertEquals("system_u:system_r:container_t", String.valueOf(d.scontext()));
    assertEquals("unconfined_u:object_r:user_home_t", String.valueOf(d.tcontext()));
  }

  @Test
  void contextThatThePolicyDoesNotKnow() {
    Denial d =
        only(
            "type=AVC msg="
                + ID
                + ": "
                + AVC
                + " srawcon=\"system_u:system_r:gone_t:s0\" trawcon=\"u:object_r:away_t:s0\"");
    assertWhole(d, true);
    assertEquals("u:object_r:away_t:s0", d.trawcon());
  }

  @Test
  void messageOfSystemdHasQuotesInQuotes() {
    Denial d =
        only(
            "type=USER_AVC msg="
                + ID
                + ": pid=1 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:init_t:s0"
                + " msg='avc:  denied  { start } for auid=n/a uid=0 gid=0"
                + " path=\"/usr/lib/systemd/system/it's.service\" cmdline=\"systemctl 'a b' start\""
                + " function=\"bus_unit_method\" scontext=system_u:system_r:container_t:s0:c1,c2"
                + " tcontext=system_u:object_r:unit_file_t:s0 tclass=service permissive=0 "
                + " exe=\"/usr/lib/systemd/systemd\" sauid=0 hostname=? addr=? terminal=?'"
                + "\u001dUID=\"root\" AUID=\"unset\"");
    assertEquals(List.of("start"), d.perms());
    assertEquals("/usr/lib/systemd/system/it's.service", d.path());
    assertEquals("service", String.valueOf(d.tclass()));
    assertEquals("unit_file_t", type(d));
    assertEquals(false, d.permissive());
  }

  @Test
  void messageOfDbus() {
    Denial d =
        only(
            "Nov 14 22:13:20 host audit[712]: USER_AVC pid=712 uid=81 auid=4294967295"
                + " subj=system_u:system_r:system_dbusd_t:s0 msg='avc:  denied  { send_msg } for"
                + "  msgtype=method_call interface=org.freedesktop.DBus member=Hello"
                + " dest=org.freedesktop.DBus spid=41 scontext=u:r:container_t:s0:c1,c2"
                + " tcontext=system_u:system_r:system_dbusd_t:s0 tclass=dbus permissive=0"
                + " exe=\"/usr/bin/dbus-broker\" sauid=81 hostname=? addr=? terminal=?'");
    assertEquals(List.of("send_msg"), d.perms());
    assertEquals("dbus", String.valueOf(d.tclass()));
    assertNull(d.exe());
  }

  @Test
  void denialsOfTheNetworkHaveOtherFields() {
    Denial d =
        only(
            "type=AVC msg="
                + ID
                + ": avc:  denied  { name_connect } for  pid=41 comm=\"curl\" dest=5432"
                + " scontext=u:r:container_t:s0:c1,c2 tcontext=u:object_r:postgresql_port_t:s0"
                + " tclass=tcp_socket permissive=0");
    assertEquals("tcp_socket", String.valueOf(d.tclass()));
    assertNull(d.ino());
  }

  @Test
  void otherRecordsOfSelinuxAreNoDenials() {
    assertEquals(
        List.of(),
        denials(
            "type=SELINUX_ERR msg="
                + ID
                + ": op=setxattr invalid_context=\"a:b:c_t:s0\"\n"
                + "type=MAC_STATUS msg="
                + ID
                + ": enforcing=0 old_enforcing=1 auid=0\n"
                + "type=MAC_POLICY_LOAD msg="
                + ID
                + ": auid=0 ses=1 lsm=selinux res=1\n"
                + "type=AVC_PATH msg="
                + ID
                + ": path=\"/a\"\n"
                + "type=USER_AVC msg="
                + ID
                + ": pid=1 msg='avc:  received policyload notice'\n"
                + "type=USER_AVC msg="
                + ID
                + ": pid=1 msg='avc:  op=setenforce lsm=selinux'\n"
                + "SELinux is preventing nginx from read access on the directory html.\n"
                + "audit: kauditd hold queue overflow\n"));
  }

  @Test
  void wholeEventOfTheKernelLog() {
    Denial d =
        only(
            "[12.3] audit: type=1400 "
                + ID
                + ": "
                + AVC
                + "\n[12.3] audit: type=1300 "
                + ID
                + ": arch=c000003e syscall=257 success=no exit=-13 exe=\"/usr/sbin/nginx\""
                + "\n[12.3] audit: type=1327 "
                + ID
                + ": proctitle=\"nginx\"");
    assertWhole(d, true);
    assertEquals("/usr/sbin/nginx", d.exe());
  }

  private static @Nullable String type(Denial d) {
    return d.tcontext() == null ? null : d.tcontext().type();
  }
}
