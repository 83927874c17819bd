package dev.tally.runtime;

import dev.tally.runtime.link.Program;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The programs of an engine that are in use, by the digest of their bytes: whoever loads a module once more shares what was
 * lowered and compiled of it. It keeps none alive.
 */
final class LoadedPrograms {
    private final Map<String, Entry> programs = new HashMap<>();
    private final ReferenceQueue<Program> gone = new ReferenceQueue<>();

    private static final class Entry extends WeakReference<Program> {
        private final String digest;

        private Entry(Program program, ReferenceQueue<Program> gone) {
            super(program, gone);
            this.digest = program.digest();
        }
    }

    /** The program of these bytes, if somebody uses it. */
    synchronized @Nullable Program find(String digest) {
        Entry entry = programs.get(digest);
        return entry == null ? null : entry.get();
    }

    /** Takes a program in; answers the one that is there already, if another thread was faster. */
    synchronized Program add(Program loaded) {
        for (Reference<? extends Program> old = gone.poll(); old != null; old = gone.poll()) {
            Entry entry = (Entry) old;
            programs.remove(entry.digest, entry);
        }
        Program present = find(loaded.digest());
        if (present != null) {
            return present;
        }
        programs.put(loaded.digest(), new Entry(loaded, gone));
        return loaded;
    }
}
