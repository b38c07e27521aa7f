package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CgroupPlaceTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String ANN = "0::/user.slice/user-1000.slice/user@1000.service/";

  private static List<String> ids(String text) {
    return CgroupPlace.of(text).ids();
  }

  private static Container of(@Nullable Integer owner) {
    return new Container(Engine.PODMAN, A, null, null, null, null, List.of(), owner);
  }

  @Test
  void idsOfAllCgroupShapes() {
    assertEquals(List.of(A), ids("0::/system.slice/docker-" + A + ".scope\n"));
    assertEquals(List.of(A), ids("0::/machine.slice/libpod-" + A + ".scope/container\n"));
    assertEquals(
        List.of(B, A), ids("0::/machine-libpod_pod_" + A + ".slice/libpod-" + B + ".scope\n"));
    assertEquals(
        List.of(A),
        ids("12:pids:/user.slice\n11:cpu:/docker/" + A + "\n1:name=systemd:/docker/" + A));
    assertEquals(List.of(), ids("0::/user.slice/user-0.slice/session-1.scope\n"));
    assertEquals(List.of(), ids(""));
  }

  @Test
  void usersContainerIsInItsOwnersSliceOnly() {
    CgroupPlace ann = CgroupPlace.of(ANN + "user.slice/libpod-" + A + ".scope/container\n");
    assertEquals(1000, ann.user());
    assertTrue(ann.mayHold(of(1000)));
    assertFalse(ann.mayHold(of(1001)));
    assertFalse(CgroupPlace.of("0::/machine.slice/libpod-" + A + ".scope").mayHold(of(1000)));
  }

  @Test
  void nameThatAUserGaveACgroupIsNoProofOfRootsContainer() {
    assertFalse(CgroupPlace.of(ANN + "docker-" + A + ".scope\n").mayHold(of(null)));
    assertTrue(CgroupPlace.of("0::/system.slice/docker-" + A + ".scope\n").mayHold(of(null)));
  }

  @Test
  void containerThatAnAdministratorStartedInHisSessionIsRoots() {
    CgroupPlace split =
        CgroupPlace.of("0::/user.slice/user-1000.slice/session-3.scope/libpod-payload-" + A);
    assertTrue(split.mayHold(of(null)));
    assertTrue(
        CgroupPlace.of("0::/user.slice/user-0.slice/user@0.service/libpod-" + A).mayHold(of(null)));
  }

  @Test
  void sliceInsideAnotherCgroupIsNobodys() {
    assertNull(CgroupPlace.of("0::/docker/" + B + "/user.slice/user-1000.slice/x").user());
    assertNull(CgroupPlace.of("0::/user.slice/user-1000.slicex/" + A).user());
    assertNull(CgroupPlace.of("0::/user.slice/user-99999999999.slice/x").user());
  }
}
