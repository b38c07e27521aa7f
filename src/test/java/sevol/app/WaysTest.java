package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Engine;
import sevol.container.Mount;
import sevol.diagnosis.TreeLinks;
import sevol.preflight.Cure;
import sevol.preflight.Verdict;
import sevol.request.MountRequest;
import sevol.request.Relabel;

class WaysTest {
  @TempDir Path temp;

  @Test
  void aLoopMountIsMadeAgainFromItsFile() {
    Mount mount =
        new Mount(
            9, 1, 1792, "/", "/srv/usb", "rw,relatime", "vfat", "/dev/loop0", "rw,fmask=0022");
    Cure context = new Cure(Cure.Kind.CONTEXT, "context=x", List.of());
    assertEquals(
        List.of("sudo mount -t vfat -o rw,fmask=0022,context=x /dev/loop0 /srv/usb"),
        mounts(new Ways(Path.of("/srv/usb/a"), mount, d -> Optional.empty()), context));
    assertEquals(
        List.of("sudo mount -t vfat -o loop,rw,fmask=0022,context=x /var/usb.img /srv/usb"),
        mounts(new Ways(Path.of("/srv/usb/a"), mount, d -> Optional.of("/var/usb.img")), context));
  }

  private static List<String> mounts(Ways ways, Cure cure) {
    Verdict denied =
        new Verdict(
            new MountRequest.Bind(
                Engine.PODMAN,
                Path.of("/srv/usb/a"),
                "/mnt",
                false,
                Relabel.NONE,
                false,
                false,
                true),
            null,
            Verdict.Outcome.DENIED,
            Map.of(),
            null,
            "",
            null,
            0,
            List.of(),
            TreeLinks.NONE,
            List.of(),
            null,
            List.of(cure),
            null);
    return ways.of(denied).get(0).commands().stream()
        .map(words -> String.join(" ", words))
        .filter(command -> command.contains(" mount "))
        .toList();
  }

  @Test
  void theFileBehindALoopDeviceIsWhatTheKernelNames() throws IOException {
    Path image = Files.writeString(temp.resolve("disk image"), "");
    Path loop = Files.createDirectories(temp.resolve("loop3/loop"));
    Files.writeString(loop.resolve("backing_file"), image + "\n");
    Files.writeString(loop.resolve("offset"), "1048576\n");
    assertEquals(Optional.empty(), LoopDevice.image(temp, "/dev/loop3"), "a part of the file");
    Files.writeString(loop.resolve("offset"), "0\n");
    assertEquals(Optional.of(image.toString()), LoopDevice.image(temp, "/dev/loop3"));
    Files.delete(image);
    assertEquals(Optional.empty(), LoopDevice.image(temp, "/dev/loop3"), "deleted");
    assertEquals(Optional.empty(), LoopDevice.image(temp, "/dev/loop4"), "no such device");
    assertEquals(Optional.empty(), LoopDevice.image("/dev/sda1"));
  }
}
