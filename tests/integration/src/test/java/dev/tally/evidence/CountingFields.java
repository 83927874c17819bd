package dev.tally.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the fields that compiled classes count in: those whose old value is read, added to or taken from, and stored
 * again; and those that hold an array to whose elements this happens. That is what any counter comes down to, whatever
 * it is called.
 */
final class CountingFields {
    /** Instructions between reading a field and storing it again, where what is added is short. */
    private static final int REACH = 8;

    private static final int REACH_OF_SUM = 3;
    private static final Set<Opcode> ELEMENT_LOADS = Set.of(Opcode.IALOAD, Opcode.LALOAD);
    private static final Set<Opcode> ELEMENT_STORES = Set.of(Opcode.IASTORE, Opcode.LASTORE);
    private static final Set<Opcode> SUMS = Set.of(Opcode.IADD, Opcode.ISUB, Opcode.LADD, Opcode.LSUB);

    private CountingFields() {}

    /** Such fields in the classes that lie beside this one, and in folders below, as simple class and field. */
    static Set<String> inModuleOf(Class<?> type) {
        try {
            Path place = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return in(place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return in(jar.getPath("/"));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException strange) {
            throw new IllegalStateException(strange);
        }
    }

    private static Set<String> in(Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                addFrom(Files.readAllBytes(file), found);
            }
        }
        return found;
    }

    /** Such fields in one class. */
    static Set<String> in(byte[] classFile) {
        Set<String> found = new TreeSet<>();
        addFrom(classFile, found);
        return found;
    }

    private static void addFrom(byte[] classFile, Set<String> found) {
        ClassModel model = ClassFile.of().parse(classFile);
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> addFrom(code, found));
        }
    }

    private static void addFrom(CodeModel code, Set<String> found) {
        List<Instruction> instructions = code.elementStream()
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
        for (int at = 0; at < instructions.size(); at++) {
            if (instructions.get(at) instanceof FieldInstruction stored
                    && (stored.opcode() == Opcode.PUTFIELD || stored.opcode() == Opcode.PUTSTATIC)
                    && before(instructions, at, REACH_OF_SUM).anyMatch(each -> SUMS.contains(each.opcode()))
                    && before(instructions, at, REACH).anyMatch(each -> reads(each, stored))) {
                found.add(name(stored));
            } else if (ELEMENT_STORES.contains(instructions.get(at).opcode())
                    && before(instructions, at, REACH_OF_SUM).anyMatch(each -> SUMS.contains(each.opcode()))) {
                arrayAddedTo(instructions, at).ifPresent(array -> found.add(name(array) + "[]"));
            }
        }
    }

    private static String name(FieldInstruction field) {
        String owner = field.owner().asInternalName();
        return owner.substring(owner.lastIndexOf('/') + 1) + "." + field.name().stringValue();
    }

    /** The field whose array and index are taken twice, to read an element and to store it: the nearest one before. */
    private static Optional<FieldInstruction> arrayAddedTo(List<Instruction> instructions, int at) {
        for (int twice = at; twice >= Math.max(0, at - REACH); twice--) {
            if (instructions.get(twice).opcode() == Opcode.DUP2
                    && ELEMENT_LOADS.contains(instructions.get(twice + 1).opcode())) {
                return before(instructions, twice, REACH)
                        .filter(FieldInstruction.class::isInstance)
                        .map(FieldInstruction.class::cast)
                        .filter(field -> field.typeSymbol().isArray())
                        .reduce((further, nearer) -> nearer);
            }
        }
        return Optional.empty();
    }

    private static Stream<Instruction> before(List<Instruction> instructions, int at, int reach) {
        return instructions.subList(Math.max(0, at - reach), at).stream();
    }

    private static boolean reads(Instruction instruction, FieldInstruction stored) {
        return instruction instanceof FieldInstruction read
                && (read.opcode() == Opcode.GETFIELD || read.opcode() == Opcode.GETSTATIC)
                && read.field().equals(stored.field());
    }
}
