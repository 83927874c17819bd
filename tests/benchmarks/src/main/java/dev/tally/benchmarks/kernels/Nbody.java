package dev.tally.benchmarks.kernels;

/** The twin of {@code nbody.c}. */
public final class Nbody {
    private Nbody() {}

    private static final class Body {
        double x;
        double y;
        double z;
        double vx;
        double vy;
        double vz;
        final double mass;

        Body(double x, double y, double z, double vx, double vy, double vz, double mass) {
            this.x = x;
            this.y = y;
            this.z = z;
            this.vx = vx;
            this.vy = vy;
            this.vz = vz;
            this.mass = mass;
        }
    }

    private static Body[] start() {
        return new Body[] {
            new Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0),
            new Body(5.0, 0.5, -0.1, -0.2, 2.75, 0.03, 0.04),
            new Body(-3.5, 8.0, 0.4, -1.9, -0.85, -0.02, 0.01),
            new Body(13.0, -9.0, -0.2, 0.9, 1.35, -0.01, 0.002),
            new Body(-16.0, -20.0, 0.9, 0.95, -0.8, 0.02, 0.003),
        };
    }

    private static void step(Body[] bodies, double dt) {
        for (int i = 0; i < bodies.length; i++) {
            Body a = bodies[i];
            for (int j = i + 1; j < bodies.length; j++) {
                Body b = bodies[j];
                double dx = a.x - b.x;
                double dy = a.y - b.y;
                double dz = a.z - b.z;
                double squared = dx * dx + dy * dy + dz * dz;
                double pull = dt / (squared * Math.sqrt(squared));
                a.vx -= dx * b.mass * pull;
                a.vy -= dy * b.mass * pull;
                a.vz -= dz * b.mass * pull;
                b.vx += dx * a.mass * pull;
                b.vy += dy * a.mass * pull;
                b.vz += dz * a.mass * pull;
            }
        }
        for (Body body : bodies) {
            body.x += dt * body.vx;
            body.y += dt * body.vy;
            body.z += dt * body.vz;
        }
    }

    private static int folded(double value) {
        return Long.hashCode(Double.doubleToRawLongBits(value));
    }

    public static int run(int steps) {
        Body[] bodies = start();
        for (int i = 0; i < steps; i++) {
            step(bodies, 1.0 / 128);
        }
        int sum = 0;
        for (Body body : bodies) {
            sum = sum * 31 + folded(body.x);
            sum = sum * 31 + folded(body.y);
            sum = sum * 31 + folded(body.z);
        }
        return sum;
    }
}
