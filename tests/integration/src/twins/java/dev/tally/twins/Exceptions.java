package dev.tally.twins;

import org.jspecify.annotations.Nullable;

/** The twin of {@code exceptions.wat}: its exceptions have no stack traces, which would cost more than all the rest. */
public final class Exceptions {
    private Exceptions() {}

    private abstract static class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Thrown() {
            super(null, null, false, false);
        }
    }

    private static final class OfNumber extends Thrown {
        private static final long serialVersionUID = 1;
        final int number;

        OfNumber(int number) {
            this.number = number;
        }
    }

    private static final class OfNumbers extends Thrown {
        private static final long serialVersionUID = 1;
        final int number;
        final long wide;
        final double real;

        OfNumbers(int number, long wide, double real) {
            this.number = number;
            this.wide = wide;
            this.real = real;
        }
    }

    private static final class OfObject extends Thrown {
        private static final long serialVersionUID = 1;
        final transient Problem problem;

        OfObject(Problem problem) {
            this.problem = problem;
        }
    }

    private static final class OfNothing extends Thrown {
        private static final long serialVersionUID = 1;
    }

    private record Problem(int depth, @Nullable Problem cause) {}

    private static Thrown failure(int which) {
        return switch (which & 3) {
            case 0 -> new OfNumber(which);
            case 1 -> new OfNumbers(which, which * 0x100000001L, which);
            case 2 -> new OfObject(new Problem(which, new Problem(5, null)));
            default -> new OfNothing();
        };
    }

    private static int failing(int which) {
        throw failure(which);
    }

    private static int deep(int depth, int which) {
        if (depth == 0) {
            return failing(which);
        }
        return deep(depth - 1, which) + depth;
    }

    private static int rethrowing(int depth, int which) {
        if (depth == 0) {
            return failing(which);
        }
        if (depth % 3 != 0) {
            return rethrowing(depth - 1, which);
        }
        try {
            return rethrowing(depth - 1, which);
        } catch (OfObject thrown) {
            throw new OfObject(new Problem(depth, thrown.problem));
        } catch (OfNumber | OfNumbers | OfNothing thrown) {
            throw thrown;
        }
    }

    private static int tried(int way, int depth, int which) {
        try {
            return way == 1 ? rethrowing(depth, which) : deep(depth, which);
        } catch (OfNumber thrown) {
            return thrown.number * 3;
        } catch (OfNumbers thrown) {
            return thrown.number * 5 + (int) (thrown.wide >> 32) + (int) thrown.real;
        } catch (OfObject thrown) {
            int number = 0;
            for (Problem problem = thrown.problem; problem != null; problem = problem.cause) {
                number = number * 7 + problem.depth;
            }
            return number;
        } catch (OfNothing thrown) {
            return -1;
        }
    }

    public static int run(int depth, int rounds) {
        Thrown kept = null;
        int checksum = 0;
        for (int round = 0; round < rounds; round++) {
            checksum = checksum * 31 + tried(round % 3, round % depth, round);
            int answer = 0;
            try {
                if (kept != null) {
                    throw kept;
                }
            } catch (OfNumber thrown) {
                answer = thrown.number;
            } catch (Thrown thrown) {
                answer = 0;
            }
            try {
                throw failure(round / 2);
            } catch (OfNumber thrown) {
                kept = thrown;
                answer += thrown.number;
            } catch (Thrown thrown) {
                kept = thrown;
            }
            checksum = checksum * 31 + answer;
        }
        return checksum;
    }
}
