package dev.tally.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging provider of these tests, named by the property {@code slf4j.provider}: it keeps what is logged while a test
 * captures, and is silent otherwise.
 */
@SuppressWarnings("exports") // Only the tests see it, and SLF4J, which makes it.
public final class CapturingLogs implements SLF4JServiceProvider {
    private static @Nullable List<Event> captured;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** For SLF4J. */
    public CapturingLogs() {}

    /** Something that was logged. */
    public record Event(
            Level level,
            String logger,
            String message,
            @Nullable Throwable thrown) {}

    /** What the action logs, on this thread and others. */
    public static synchronized List<Event> during(Runnable action) {
        List<Event> events = new ArrayList<>();
        captured = events;
        try {
            action.run();
        } finally {
            captured = null;
        }
        return events;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return CapturingLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class CapturingLogger extends AbstractLogger {
        private static final long serialVersionUID = 1L;

        CapturingLogger(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            List<Event> events = captured;
            if (events != null) {
                String message = MessageFormatter.basicArrayFormat(pattern, arguments);
                events.add(new Event(level, getName(), message, thrown));
            }
        }

        @Override
        public boolean isTraceEnabled() {
            return captured != null;
        }

        @Override
        public boolean isTraceEnabled(Marker marker) {
            return captured != null;
        }

        @Override
        public boolean isDebugEnabled() {
            return captured != null;
        }

        @Override
        public boolean isDebugEnabled(Marker marker) {
            return captured != null;
        }

        @Override
        public boolean isInfoEnabled() {
            return captured != null;
        }

        @Override
        public boolean isInfoEnabled(Marker marker) {
            return captured != null;
        }

        @Override
        public boolean isWarnEnabled() {
            return captured != null;
        }

        @Override
        public boolean isWarnEnabled(Marker marker) {
            return captured != null;
        }

        @Override
        public boolean isErrorEnabled() {
            return captured != null;
        }

        @Override
        public boolean isErrorEnabled(Marker marker) {
            return captured != null;
        }
    }
}
