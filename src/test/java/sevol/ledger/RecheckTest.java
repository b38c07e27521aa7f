package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.diagnosis.Cause;
import sevol.preflight.FakePolicy;
import sevol.preflight.FakeTree;

class RecheckTest {
  private static final String UNLABELED = "system_u:object_r:unlabeled_t:s0";
  private static final String CONTENT = "system_u:object_r:container_file_t:s0";

  @TempDir private Path temp;
  private Path source = Path.of("/");
  private final FakePolicy policy = new FakePolicy();
  private final FakeTree tree = new FakeTree();
  private final Ledger ledger = new Ledger();

  @BeforeEach
  void directory() throws IOException {
    source = Files.createDirectory(temp.resolve("data"));
    Files.createFile(source.resolve("a"));
    Files.createFile(source.resolve("b"));
    tree.label(source, UNLABELED);
  }

  private Incident denied(Cause cause, @Nullable Path object, String tcontext) {
    IncidentKey key = new IncidentKey(source.toString(), cause, "file", "container_t");
    Sample sample = Examples.sample(object == null ? null : object.toString(), tcontext);
    return ledger.add(key, Examples.at(0, "podman web", sample)).incident();
  }

  private Optional<String> cured(Incident incident) {
    return new Recheck(policy, tree).cured(incident);
  }

  @Test
  void staysOpenWhileTheLabelIsWhatItWas() {
    assertEquals(Optional.empty(), cured(denied(Cause.UNLABELED, source.resolve("a"), UNLABELED)));
  }

  @Test
  void relabelCuresIt() {
    Incident incident = denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    tree.label(source, CONTENT);
    assertEquals(Optional.of("allowed now: " + CONTENT), cured(incident));
  }

  @Test
  void everyExampleMustBeAllowed() {
    denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    Incident incident = denied(Cause.UNLABELED, source.resolve("b"), UNLABELED);
    tree.label(source.resolve("a"), CONTENT);
    assertEquals(Optional.empty(), cured(incident));
    tree.label(source.resolve("b"), CONTENT);
    assertEquals(Optional.of("allowed now: " + CONTENT), cured(incident));
  }

  @Test
  void everyPermissionMustBeAllowed() {
    Incident incident = denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    tree.label(source, "system_u:object_r:container_ro_file_t:s0"); // { write } it was
    assertEquals(Optional.empty(), cured(incident));
  }

  @Test
  void removedSourceClosesIt() throws IOException {
    Incident incident = denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    Files.delete(source.resolve("a"));
    Files.delete(source.resolve("b"));
    Files.delete(source);
    assertEquals(Optional.of("gone: " + source + " does not exist any more"), cured(incident));
  }

  @Test
  void removedObjectIsAnsweredByTheDirectoryThatIsLeft() throws IOException {
    Path deep = source.resolve("sub/dir/f");
    Incident incident = denied(Cause.UNLABELED, deep, UNLABELED);
    assertEquals(Optional.empty(), cured(incident));
    tree.label(source, CONTENT);
    assertEquals(Optional.of("allowed now: " + CONTENT), cured(incident));
  }

  @Test
  void removedObjectOfNoKnownMountIsGone() {
    IncidentKey key = new IncidentKey(null, Cause.UNLABELED, "file", "container_t");
    Sample sample = Examples.sample(temp.resolve("x").toString(), UNLABELED);
    Incident incident = ledger.add(key, Examples.at(0, "podman web", sample)).incident();
    assertEquals(
        Optional.of("gone: " + temp.resolve("x") + " does not exist any more"), cured(incident));
  }

  @Test
  void objectThatWasNotFoundIsAskedByTheLabelOfItsMount() {
    tree.label(source, UNLABELED);
    assertEquals(Optional.empty(), cured(denied(Cause.UNLABELED, null, UNLABELED)));
    tree.label(source, CONTENT);
    assertEquals(
        Optional.of("allowed now: " + CONTENT), cured(denied(Cause.UNLABELED, null, UNLABELED)));
  }

  @Test
  void objectOfNoKnownMountIsAskedByItsLabelOfThen() {
    IncidentKey key = new IncidentKey(null, Cause.POLICY_GAP, "file", "container_t");
    Sample sample = Examples.sample(null, CONTENT);
    Incident incident = ledger.add(key, Examples.at(0, "podman web", sample)).incident();
    assertEquals(Optional.of("the policy allows it now: " + CONTENT), cured(incident));
  }

  @Test
  void levelCountsOnlyWhereItWasTheCause() {
    Incident type = denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    Incident level = denied(Cause.MCS_MISMATCH, source.resolve("a"), UNLABELED);
    String relabelled = "system_u:object_r:container_file_t:s0:c1,c2"; // by :Z of another run
    tree.label(source, relabelled);
    assertEquals(Optional.of("allowed now: " + relabelled), cured(type));
    assertEquals(Optional.empty(), cured(level));
    tree.label(source, "system_u:object_r:container_file_t:s0:c47,c929");
    assertEquals(true, cured(level).isPresent());
  }

  @Test
  void whatCannotBeToldStaysOpen() {
    Incident incident = denied(Cause.UNLABELED, source.resolve("a"), UNLABELED);
    tree.label(source, null);
    assertEquals(Optional.empty(), cured(incident));
    tree.label(source, "system_u:object_r:never_heard_of_t:s0");
    assertEquals(Optional.empty(), cured(incident));
    Incident odd = denied(Cause.UNKNOWN, Path.of("\n"), "\u0007");
    assertEquals(Optional.empty(), cured(odd));
  }

  @Test
  void permissiveDomainIsNotAllowed() {
    policy.permissive = true;
    assertEquals(Optional.empty(), cured(denied(Cause.UNLABELED, source.resolve("a"), UNLABELED)));
  }

  @Test
  void predictedOneIsOverWhenItsObjectMayBeUsed() {
    IncidentKey key = new IncidentKey(source.toString(), Cause.UNLABELED, "file", "container_t");
    Sample sample = Examples.sample(source.toString(), UNLABELED);
    Incident predicted = ledger.predict(key, Examples.at(0, "podman web", sample)).incident();
    assertEquals(Optional.empty(), cured(predicted));
    tree.label(source, CONTENT);
    assertEquals(Optional.of("allowed now: " + CONTENT), cured(predicted));
  }
}
