package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.selinux.Denial;

class DenialDiagnosisTest {
  private static final String CONTAINER = "system_u:system_r:container_t:s0:c1,c2";

  private static Denial denial(String scontext, String tcontext, String rest) {
    return Denials.of(
        "{ "
            + rest.substring(0, rest.indexOf('|')).strip()
            + " } for pid=1 comm=\"sh\" "
            + rest.substring(rest.indexOf('|') + 1)
            + " scontext="
            + scontext
            + " tcontext="
            + tcontext);
  }

  private static String cause(String scontext, String tcontext, String rest) {
    return DenialDiagnosis.diagnose(denial(scontext, tcontext, rest), Optional.empty())
        .cause()
        .word();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          unlabeled           ; unlabeled_t ; write | name="d" dev="dm-2" ino=3 tclass=dir
          unlabeled           ; file_t ; read | name="d" dev="dm-2" ino=3 tclass=file
          unlabeled           ; unlabeled_t ; read | name="s" dev="sda1" ino=3 tclass=sock_file
          no-xattr-filesystem ; unlabeled_t ; read | name="d" dev="9p" ino=3 tclass=dir
          wrong-type-label    ; user_home_t ; read | name="f" dev="sda1" ino=3 tclass=file
          wrong-type-label    ; admin_home_t ; write | name="data" dev="sda1" ino=3 tclass=dir
          protected-host-path ; admin_home_t ; write | name="root" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; home_root_t ; read | name="src" dev="sda1" ino=3 tclass=dir
          protected-host-path ; home_root_t ; read | name="home" dev="sda1" ino=3 tclass=dir
          protected-host-path ; user_home_dir_t ; search | name="alice" dev="sda1" ino=3 tclass=dir
          protected-host-path ; ssh_home_t ; read | name="id_rsa" dev="sda1" ino=3 tclass=file
          wrong-type-label    ; default_t ; read | name="data" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; var_t ; write | name="w" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; mnt_t ; write | name="w" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; usr_t ; write | name="app" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; mysqld_db_t ; write | name="mysql" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; httpd_sys_content_t ; write | name="html" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; tmp_t ; write | name="out" dev="sda1" ino=3 tclass=dir
          protected-host-path ; tmp_t ; write | name="tmp" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; container_ro_file_t:s0 ; write | name="a" dev="sda1" ino=3 tclass=dir
          wrong-type-label    ; container_var_lib_t ; read | name="a" dev="sda1" ino=3 tclass=file
          protected-host-path ; etc_t ; write | name="hosts" dev="sda1" ino=3 tclass=file
          protected-host-path ; shadow_t ; read | name="shadow" dev="sda1" ino=3 tclass=file
          protected-host-path ; var_log_t ; read | name="messages" dev="sda1" ino=3 tclass=file
          protected-host-path ; container_log_t ; read | name="0.log" dev="sda1" ino=3 tclass=file
          protected-host-path ; auditd_log_t ; read | name="audit.log" dev="sda1" ino=3 tclass=file
          protected-host-path ; systemd_unit_file_t ; read | name="a" dev="sda1" ino=3 tclass=file
          protected-host-path ; docker_exec_t ; execute | name="docker" dev="sda1" ino=3 tclass=file
          protected-host-path ; sysfs_t ; write | name="x" dev="sysfs" ino=3 tclass=file
          protected-host-path ; sysctl_kernel_t ; write | name="x" dev="proc" ino=3 tclass=file
          protected-host-path ; proc_kcore_t ; read | name="kcore" dev="proc" ino=3 tclass=file
          protected-host-path ; device_t ; search | name="dev" dev="devtmpfs" ino=3 tclass=dir
          protected-host-path ; container_var_run_t ; write | name="docker.sock" dev="tmpfs" ino=3 tclass=sock_file
          protected-host-path ; user_tmp_t ; write | name="X0" dev="tmpfs" ino=3 tclass=sock_file
          protected-host-path ; user_tmp_t ; read | path="/run/user/1000/x" dev="tmpfs" ino=3 tclass=file
          wrong-type-label    ; user_tmp_t ; write | name="out" dev="sda1" ino=3 tclass=dir
          protected-host-path ; frobnicator_t ; read | name="x" dev="sda1" ino=3 tclass=file
          no-xattr-filesystem ; nfs_t ; write | name="v" dev="0:68" ino=3 tclass=dir
          no-xattr-filesystem ; cifs_t ; write | name="v" dev="cifs" ino=3 tclass=dir
          no-xattr-filesystem ; fusefs_t ; write | name="v" dev="fuse" ino=3 tclass=dir
          no-xattr-filesystem ; virtiofs_t ; write | name="v" dev="virtiofs" ino=3 tclass=dir
          no-xattr-filesystem ; unlabeled_t ; write | name="v" dev="virtiofs" ino=3 tclass=dir
          no-xattr-filesystem ; exfat_t ; write | name="v" dev="sdb1" ino=3 tclass=dir
          no-xattr-filesystem ; ntfs_t ; write | name="v" dev="sdb1" ino=3 tclass=dir
          no-xattr-filesystem ; dosfs_t ; read | name="v" dev="sdb1" ino=3 tclass=dir
          policy-gap          ; fusefs_t ; map | path="/bin/sh" dev="fuse" ino=3 tclass=file
          boolean             ; cgroup_t ; write | name="x" dev="cgroup2" ino=3 tclass=file
          boolean             ; cert_t ; read | name="ca.pem" dev="sda1" ino=3 tclass=file
          boolean             ; public_content_t ; read | name="a" dev="sda1" ino=3 tclass=file
          device              ; dri_device_t ; read | path="/dev/dri/card0" dev="devtmpfs" ino=3 tclass=chr_file
          device              ; fixed_disk_device_t ; read | name="sda" dev="devtmpfs" ino=3 tclass=blk_file
          not-a-file          ; user_devpts_t ; read | path="/dev/pts/0" dev="devpts" ino=3 tclass=chr_file
          policy-gap          ; container_file_t:s0 ; map | path="/lib/x" dev="overlay" ino=3 tclass=file
          policy-gap          ; container_file_t:s0:c1,c2 ; mounton | path="/x" dev="overlay" ino=3 tclass=dir
          mcs-mismatch        ; container_file_t:s0:c1,c3 ; read | name="a" dev="sda1" ino=3 tclass=dir
          mcs-mismatch        ; svirt_sandbox_file_t:s0:c3 ; read | name="a" dev="sda1" ino=3 tclass=file
          mcs-mismatch        ; container_ro_file_t:s0:c3 ; write | name="a" dev="sda1" ino=3 tclass=file
          mcs-mismatch        ; container_file_t:s0:c3 ; write | name="s" dev="sda1" ino=3 tclass=sock_file
          policy-gap          ; proc_t ; mount | dev="proc" ino=1 tclass=filesystem
          """)
  void causeOfAContainersDenial(String cause, String type, String rest) {
    String context = "system_u:object_r:" + (type.contains(":") ? type : type + ":s0");
    assertEquals(cause, cause(CONTAINER, context, rest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          not-a-file          ; container_t:s0:c1,c2 ; net_admin | capability=12 tclass=capability
          not-a-file          ; container_t:s0:c5,c6 ; signal | tclass=process
          boolean             ; container_t:s0:c1,c2 ; execmem | tclass=process
          not-a-file          ; container_t:s0:c5,c6 ; connectto | path="/s" tclass=unix_stream_socket
          protected-host-path ; container_runtime_t:s0 ; connectto | path="/run/docker.sock" tclass=unix_stream_socket
          protected-host-path ; syslogd_t:s0 ; sendto | path="/run/systemd/journal/dev-log" tclass=unix_dgram_socket
          protected-host-path ; init_t:s0 ; read | name="environ" dev="proc" ino=3 tclass=file
          not-a-file          ; container_t:s0:c5,c6 ; read | name="environ" dev="proc" ino=3 tclass=file
          not-a-file          ; unconfined_t:s0 ; write | path="pipe:[7]" dev="pipefs" ino=7 tclass=fifo_file
          not-a-file          ; unconfined_t:s0 ; read write | path="socket:[7]" dev="sockfs" ino=7 tclass=unix_stream_socket
          not-a-file          ; kernel_t:s0 ; syslog_read | tclass=system
          not-a-file          ; container_t:s0:c1,c2 ; name_bind | src=80 tclass=tcp_socket
          """)
  void causeOfADenialOnAProcess(String cause, String target, String rest) {
    assertEquals(cause, cause(CONTAINER, "system_u:system_r:" + target, rest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "fi", "fil", "d", "di", "lnk_", "sock", "chr_fil"})
  void aClassThatWasCutOffIsNotGuessed(String tclass) {
    String rest = "read | name=\"x\" dev=\"sda1\" ino=3 tclass=" + tclass;
    assertEquals("unknown", cause(CONTAINER, "system_u:object_r:default_t:s0", rest));
    assertEquals("not-a-file", cause(CONTAINER, "system_u:system_r:init_t:s0", rest + "x"));
  }

  @Test
  void sharedMemoryHasNoPathToLabel() {
    String rest = "map | path=\"/memfd:x (deleted)\" dev=\"tmpfs\" ino=3 tclass=file";
    assertEquals("protected-host-path", cause(CONTAINER, "u:object_r:user_tmp_t:s0", rest));
    assertEquals("policy-gap", cause(CONTAINER, "u:object_r:container_tmpfs_t:s0", rest));
  }

  @Test
  void fileOfADiskNamedLikeSharedMemoryIsAFile() {
    String rest = "read | path=\"/memfd:x\" dev=\"sda1\" ino=3 tclass=file";
    assertEquals("wrong-type-label", cause(CONTAINER, "u:object_r:user_home_t:s0", rest));
  }

  @Test
  void privilegedContainerIsNoMatterOfLabels() {
    String spc = "system_u:system_r:spc_t:s0";
    String rest = "write | name=\"d\" dev=\"dm-2\" ino=3 tclass=dir";
    assertEquals("policy-gap", cause(spc, "system_u:object_r:user_home_t:s0", rest));
    assertEquals("policy-gap", cause(spc, "u:object_r:container_file_t:s0:c1,c2", rest));
  }

  @Test
  void customDomainIsCompletedByItsOwnPolicy() {
    String udica = "system_u:system_r:my_app.process:s0:c1,c2";
    String rest = "read | name=\"ca.pem\" dev=\"sda1\" ino=3 tclass=file";
    assertEquals("policy-gap", cause(udica, "system_u:object_r:cert_t:s0", rest));
  }

  @Test
  void labelUnknownToThePolicyIsNamed() {
    Diagnosis told =
        DenialDiagnosis.diagnose(
            denial(
                CONTAINER,
                "system_u:object_r:unlabeled_t:s0",
                "read | name=\"d\" ino=3 tclass=dir trawcon=\"u:object_r:gone_t:s0\""),
            Optional.empty());
    assertEquals(Cause.UNLABELED, told.cause());
    assertTrue(told.reason().contains("u:object_r:gone_t:s0"), told.reason());
  }

  @Test
  void recordWithoutTargetIsUnknown() {
    Denial d = Denials.of("{ read } for pid=1 scontext=" + CONTAINER + " tclass=dir");
    assertEquals(Cause.UNKNOWN, DenialDiagnosis.diagnose(d, Optional.empty()).cause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "container_t",
        "svirt_lxc_net_t",
        "container_init_t",
        "container_kvm_t",
        "spc_t",
        "pod_t",
        "container_logreader_t",
        "container_device_plugin_t",
        "container_device_plugin_init_t",
        "container_device_t",
        "container_engine_t",
        "nvidia_container_t",
        "my-app.process"
      })
  void domainOfAContainer(String type) {
    assertTrue(DenialDiagnosis.isContainer(source("system_u:system_r:" + type + ":s0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system_u:system_r:container_runtime_t:s0",
        "system_u:system_r:dockerd_t:s0",
        "system_u:system_r:docker_t:s0",
        "system_u:system_r:podman_conmon_t:s0",
        "system_u:system_r:podman_t:s0",
        "container_u:container_user_r:container_user_t:s0-s0:c0.c1023",
        "system_u:object_r:container_file_t:s0:c1,c2",
        "system_u:object_r:container_t:s0",
        "u:r:untrusted_app:s0:c512,c768",
        "wheel.id:wheel.role:sudo.wheel.subj:s0",
        "system_u:system_r:svirt_t:s0:c1,c2"
      })
  void noDomainOfAContainer(String context) {
    Denial d = source(context);
    assertFalse(DenialDiagnosis.isContainer(d));
    assertEquals(Cause.NOT_CONTAINER, DenialDiagnosis.diagnose(d, Optional.empty()).cause());
  }

  private static Denial source(String context) {
    return denial(context, "system_u:object_r:etc_t:s0", "read | name=\"a\" tclass=file");
  }

  @Test
  void engineKeptFromMountingIsToldLikeTheContainer() {
    String dockerd = "system_u:system_r:dockerd_t:s0";
    Denial mount =
        denial(dockerd, "u:object_r:unlabeled_t:s0", "mounton | path=\"/data\" ino=3 tclass=dir");
    assertTrue(DenialDiagnosis.isEngineOnMount(mount));
    assertFalse(DenialDiagnosis.isContainer(mount));
    assertEquals(Cause.UNLABELED, DenialDiagnosis.diagnose(mount, Optional.empty()).cause());
    Denial other = denial(dockerd, "u:object_r:usr_t:s0", "add_name | name=\"c\" tclass=dir");
    assertFalse(DenialDiagnosis.isEngineOnMount(other));
  }
}
