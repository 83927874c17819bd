package dev.tally.runtime.ops;

import dev.tally.runtime.code.ResumableOperation;
import dev.tally.runtime.frame.Execution;
import dev.tally.runtime.link.Instance;

/**
 * Executes operations that may come to rest. The one method is larger than what HotSpot inlines, which a test sees to: compiled code
 * calls it in many places, and what is inlined into a method there is room for once.
 */
public final class ResumableOperations {
    private ResumableOperations() {}

    /**
     * Executes or goes on with an operation.
     *
     * @param operands the slot of its first operand, where a result goes
     * @param first its first index: the destination's, or the type
     * @param second its second index: the source's, or a number of elements
     */
    public static Progress execute(
            ResumableOperation operation, Execution execution, Instance instance, int operands, int first, int second) {
        if (execution.restsBeforeOperation()) {
            return Progress.RESTS;
        }
        return switch (operation) {
            case MEMORY_COPY ->
                BulkOperations.copyMemory(execution, operands, instance.memory(first), instance.memory(second));
            case MEMORY_FILL -> BulkOperations.fillMemory(execution, operands, instance.memory(first));
            case MEMORY_INIT ->
                BulkOperations.initMemory(execution, operands, instance.memory(first), instance.data(second));
            case MEMORY_GROW -> BulkOperations.growMemory(execution, operands, instance.memory(first));
            case TABLE_COPY ->
                BulkOperations.copyTable(execution, operands, instance.table(first), instance.table(second));
            case TABLE_FILL -> BulkOperations.fillTable(execution, operands, instance.table(first));
            case TABLE_INIT ->
                BulkOperations.initTable(execution, operands, instance.table(first), instance.element(second));
            case TABLE_GROW -> BulkOperations.growTable(execution, operands, instance.table(first));
            case CONSTANT_GET -> BulkOperations.getConstant(execution, operands, instance.global(first));
            case STRUCT_NEW -> ObjectOperations.newStruct(execution, operands, instance.shape(first), true);
            case STRUCT_NEW_DEFAULT -> ObjectOperations.newStruct(execution, operands, instance.shape(first), false);
            case ARRAY_NEW -> ObjectOperations.newArray(execution, operands, instance.shape(first), true);
            case ARRAY_NEW_DEFAULT -> ObjectOperations.newArray(execution, operands, instance.shape(first), false);
            case ARRAY_NEW_FIXED -> ObjectOperations.newFixed(execution, operands, instance.shape(first), second);
            case ARRAY_NEW_DATA ->
                ObjectOperations.newOfData(execution, operands, instance.shape(first), instance.data(second));
            case ARRAY_NEW_ELEM ->
                ObjectOperations.newOfElements(execution, operands, instance.shape(first), instance.element(second));
            case ARRAY_FILL -> ArrayOperations.fill(execution, operands);
            case ARRAY_COPY -> ArrayOperations.copy(execution, operands);
            case ARRAY_INIT_DATA -> ArrayOperations.initData(execution, operands, instance.data(second));
            case ARRAY_INIT_ELEM -> ArrayOperations.initElements(execution, operands, instance.element(second));
        };
    }
}
