package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.RemedyException;

/**
 * The records of file_contexts.local behind a handle. libsemanage (database_llist.c) keeps them in
 * the order of the file: a new record is written last, a changed one stays where it was, and one
 * that is deleted and then put again in the same transaction is a new one.
 */
final class StoredRules {
  /** In the order of the numbers in semanage/fcontext_record.h, from 0. */
  private static final List<FileType> FILE_TYPES =
      List.of(
          FileType.ANY,
          FileType.FILE,
          FileType.DIR,
          FileType.CHR,
          FileType.BLK,
          FileType.SOCK,
          FileType.LINK,
          FileType.PIPE);

  private final SemanageHandle store;

  StoredRules(SemanageHandle store) {
    this.store = store;
  }

  /** All of them, in the order of the file. */
  List<LocalRule> list() throws RemedyException {
    PointerByReference records = new PointerByReference();
    IntByReference count = new IntByReference();
    store.check(
        LibSemanage.semanage_fcontext_list_local(store.pointer(), records, count),
        "list the local rules");
    Pointer array = records.getValue();
    if (array == null) {
      return List.of();
    }
    List<LocalRule> rules = new ArrayList<>();
    try {
      for (Pointer record : array.getPointerArray(0, count.getValue())) {
        rules.add(rule(record));
      }
    } finally {
      for (Pointer record : array.getPointerArray(0, count.getValue())) {
        LibSemanage.semanage_fcontext_free(record);
      }
      Native.free(Pointer.nativeValue(array));
    }
    return rules;
  }

  private LocalRule rule(Pointer record) throws RemedyException {
    Pointer context = LibSemanage.semanage_fcontext_get_con(record);
    return new LocalRule(
        String.valueOf(CString.at(LibSemanage.semanage_fcontext_get_expr(record))),
        FILE_TYPES.get(LibSemanage.semanage_fcontext_get_type(record)),
        context == null ? LocalRule.NONE : text(context));
  }

  private String text(Pointer context) throws RemedyException {
    PointerByReference text = new PointerByReference();
    store.check(
        LibSemanage.semanage_context_to_string(store.pointer(), context, text), "read a context");
    try {
      return String.valueOf(CString.at(text.getValue()));
    } finally {
      Native.free(Pointer.nativeValue(text.getValue()));
    }
  }

  /** Adds a rule, or replaces the one with the same key where it stands. */
  void put(LocalRule rule) throws RemedyException {
    String what = "set the rule " + rule.spec();
    Pointer handle = store.pointer();
    Pointer key = key(rule);
    PointerByReference fcontext = new PointerByReference();
    PointerByReference context = new PointerByReference();
    try {
      store.check(LibSemanage.semanage_fcontext_create(handle, fcontext), what);
      Pointer made = fcontext.getValue();
      store.check(
          LibSemanage.semanage_fcontext_set_expr(handle, made, CString.of(rule.spec())), what);
      LibSemanage.semanage_fcontext_set_type(made, FILE_TYPES.indexOf(rule.fileType()));
      if (!rule.context().equals(LocalRule.NONE)) {
        store.check(
            LibSemanage.semanage_context_from_string(handle, CString.of(rule.context()), context),
            what);
      }
      store.check(LibSemanage.semanage_fcontext_set_con(handle, made, context.getValue()), what);
      store.check(LibSemanage.semanage_fcontext_modify_local(handle, key, made), what);
    } finally {
      if (context.getValue() != null) {
        LibSemanage.semanage_context_free(context.getValue());
      }
      if (fcontext.getValue() != null) {
        LibSemanage.semanage_fcontext_free(fcontext.getValue());
      }
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  /** Takes away the rule with this one's key. */
  void remove(LocalRule rule) throws RemedyException {
    Pointer key = key(rule);
    try {
      store.check(
          LibSemanage.semanage_fcontext_del_local(store.pointer(), key),
          "remove the rule " + rule.spec());
    } finally {
      LibSemanage.semanage_fcontext_key_free(key);
    }
  }

  private Pointer key(LocalRule rule) throws RemedyException {
    PointerByReference key = new PointerByReference();
    store.check(
        LibSemanage.semanage_fcontext_key_create(
            store.pointer(), CString.of(rule.spec()), FILE_TYPES.indexOf(rule.fileType()), key),
        "look up " + rule.spec());
    return key.getValue();
  }
}
