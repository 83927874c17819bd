package dev.tally.cli.demo;

import dev.tally.runtime.Guest;
import dev.tally.runtime.GuestMemory;
import dev.tally.runtime.TickOutcome;
import java.util.ArrayList;
import java.util.List;

/** The board of the game of life, read from the memory of the guest that plays it: two rows of cells to a line. */
final class LifeBoard {
    private static final char[] BLOCKS = {' ', '▀', '▄', '█'};

    private LifeBoard() {}

    /** The lines of the board. The guest's call in progress is dropped, so that its other exports can be asked. */
    static List<String> lines(Guest life) {
        life.cancel();
        int width = ask(life, "width");
        int height = ask(life, "height");
        long cells = Integer.toUnsignedLong(ask(life, "cells"));
        GuestMemory memory = life.memory("memory");
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < height; y += 2) {
            StringBuilder line = new StringBuilder(width);
            for (int x = 0; x < width; x++) {
                long upper = cells + (long) y * width + x;
                boolean hasLower = y + 1 < height;
                line.append(BLOCKS[memory.getByte(upper) + (hasLower ? 2 * memory.getByte(upper + width) : 0)]);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int ask(Guest guest, String export) {
        guest.call(export);
        TickOutcome outcome = guest.tick();
        while (outcome == TickOutcome.OUT_OF_FUEL) {
            outcome = guest.tick();
        }
        return guest.resultInt(0);
    }
}
