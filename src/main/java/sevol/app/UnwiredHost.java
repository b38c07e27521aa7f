package sevol.app;

import java.util.function.Predicate;
import sevol.container.ContainerInventory;
import sevol.container.ContainerLabels;
import sevol.diagnosis.ProtectedPaths;
import sevol.selinux.AccessDecisions;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SelinuxMode;

/** Stands where the native host is not wired in yet. */
final class UnwiredHost implements Host {
  @Override
  public SelinuxMode mode() {
    throw unwired();
  }

  @Override
  public AccessDecisions decisions() {
    throw unwired();
  }

  @Override
  public FileTree tree() {
    throw unwired();
  }

  @Override
  public ContainerLabels labels() {
    throw unwired();
  }

  @Override
  public ContainerInventory inventory() {
    throw unwired();
  }

  @Override
  public Predicate<FileStatus> storesLabels() {
    throw unwired();
  }

  @Override
  public ProtectedPaths protectedPaths() {
    throw unwired();
  }

  @Override
  public boolean dockerLabels() {
    throw unwired();
  }

  private static IllegalStateException unwired() {
    return new IllegalStateException("this build cannot ask the host");
  }
}
