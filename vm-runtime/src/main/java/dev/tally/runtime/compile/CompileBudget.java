package dev.tally.runtime.compile;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of classes an engine may keep for its modules, and how large their methods may be; what a module has taken comes
 * back when the module is gone.
 */
public final class CompileBudget {
    /** HotSpot compiles no method that is larger. */
    public static final int MOST_METHOD_BYTES = 8_000;

    private final long bytesPerModule;
    private final long bytesInAll;
    private final int methodBytes;
    private final AtomicLong taken = new AtomicLong();

    public CompileBudget(long bytesPerModule, long bytesInAll, int methodBytes) {
        this.bytesPerModule = bytesPerModule;
        this.bytesInAll = bytesInAll;
        this.methodBytes = methodBytes;
    }

    /** For those who ask for everything. */
    public static CompileBudget unlimited() {
        return new CompileBudget(Long.MAX_VALUE, Long.MAX_VALUE, MOST_METHOD_BYTES);
    }

    /** The part of one module, which lives as long as {@code owner} does. */
    Part partOf(Object owner) {
        Part part = new Part(this);
        Cleaning.CLEANER.register(owner, part::giveBack);
        return part;
    }

    /** Apart, because it starts a thread, which engines that compile nothing do without. */
    private static final class Cleaning {
        private static final Cleaner CLEANER = Cleaner.create();
    }

    /** What one module has taken. Its caller sees to it that one thread at a time asks. */
    static final class Part {
        private final CompileBudget budget;
        private final AtomicLong bytes = new AtomicLong();

        private Part(CompileBudget budget) {
            this.budget = budget;
        }

        /** How large a method may be. */
        int methodBytes() {
            return budget.methodBytes;
        }

        /** Takes bytes for one more class, if there are so many left. */
        boolean take(int more) {
            if (more > budget.bytesPerModule - bytes.get()) {
                return false;
            }
            if (budget.taken.addAndGet(more) > budget.bytesInAll) {
                budget.taken.addAndGet(-more);
                return false;
            }
            bytes.addAndGet(more);
            return true;
        }

        private void giveBack() {
            budget.taken.addAndGet(-bytes.get());
        }
    }
}
