package dev.tally.guests;

import dev.tally.core.type.FunctionType;
import dev.tally.core.type.ValueType;
import dev.tally.runtime.FunctionReference;
import dev.tally.runtime.Guest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an expectation says about one call, or about instantiation, in the words of the format that the guests' README
 * defines. An episode that was observed and one that is expected are equal when the expectation is met.
 *
 * @param head the call with its arguments and results, or {@code instantiate}
 * @param details what is seen while it runs, sorted
 */
public record Episode(String head, List<String> details) {
    static final String INSTANTIATION = "instantiate";
    static final String ALLOCATIONS = "allocations ";
    static final String MATERIALISATIONS = "materialisations ";

    public Episode {
        details = details.stream().sorted().toList();
    }

    /** What is called and with which arguments: the head without results. */
    public String cue() {
        int results = head.indexOf(" =");
        return results < 0 ? head : head.substring(0, results);
    }

    boolean isInstantiation() {
        return head.equals(INSTANTIATION);
    }

    /** Prepares the call and answers its type; null for instantiation, which is prepared already. */
    public @Nullable FunctionType callOn(Guest guest) {
        if (isInstantiation()) {
            return null;
        }
        String[] words = cue().split(" ", -1);
        FunctionReference function = guest.function(words[1]);
        List<ValueType> parameters = function.type().parameters();
        if (parameters.size() != words.length - 2) {
            throw new IllegalArgumentException(this + " has another number of arguments than " + function);
        }
        @Nullable Object[] arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Literals.parse(words[2 + i], parameters.get(i));
        }
        guest.call(function, arguments);
        return function.type();
    }

    /** The same without what {@code expected} says nothing about. */
    Episode withDetailsAskedForBy(Episode expected) {
        return new Episode(
                head,
                details.stream()
                        .filter(detail -> Stream.of(ALLOCATIONS, MATERIALISATIONS)
                                .filter(detail::startsWith)
                                .allMatch(counter ->
                                        expected.details.stream().anyMatch(other -> other.startsWith(counter))))
                        .toList());
    }

    @Override
    public String toString() {
        return details.isEmpty() ? head : head + "\n  " + String.join("\n  ", details);
    }
}
