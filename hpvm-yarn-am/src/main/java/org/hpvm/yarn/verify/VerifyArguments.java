package org.hpvm.yarn.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;

/**
 * The argument blocks of the tasks, written as numbers: {@code 7} is a {@code long} of eight bytes, {@code 0.5} a
 * {@code double}, {@code int32:7} an element of that type. They stand one after the other, without gaps.
 *
 * @param blocks one for each task, or a single one for all; empty: no task has arguments
 */
public record VerifyArguments(List<byte[]> blocks) {
    /** No task has arguments. */
    public static final VerifyArguments NONE = new VerifyArguments(List.of());

    public VerifyArguments {
        blocks = List.copyOf(blocks);
    }

    /** The same block for every task. */
    public static VerifyArguments same(String words) throws HpvmException {
        return new VerifyArguments(List.of(block(words, "--args \"" + words + "\"")));
    }

    /**
     * A line for each task.
     *
     * @param file for messages
     */
    public static VerifyArguments lines(List<String> lines, String file) throws HpvmException {
        List<byte[]> blocks = new ArrayList<>();
        for (String line : lines) {
            blocks.add(block(line, "--args-file " + file + ", line " + (blocks.size() + 1)));
        }
        if (blocks.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "--args-file " + file + ": it has no line");
        }
        return new VerifyArguments(blocks);
    }

    /** The block of a task. */
    ByteBuffer of(long task) {
        byte[] block = blocks.isEmpty() ? new byte[0] : blocks.get(blocks.size() == 1 ? 0 : Math.toIntExact(task));
        return ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
    }

    private static byte[] block(String words, String where) throws HpvmException {
        ByteBuffer block =
                ByteBuffer.allocate((words.length() + 1) / 2 * Long.BYTES).order(ByteOrder.nativeOrder());
        for (String word : words.strip().split("\\s+", -1)) {
            try {
                put(word, block);
            } catch (IllegalArgumentException e) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        where + ": \"" + word + "\" is no number, nor TYPE:NUMBER with a number that fits the type: "
                                + e.getMessage(),
                        e);
            }
        }
        byte[] filled = new byte[block.position()];
        block.flip().get(filled);
        return filled;
    }

    private static void put(String word, ByteBuffer block) {
        if (word.isEmpty()) {
            return; // the only word of an empty line
        }
        int colon = word.indexOf(':');
        String number = word.substring(colon + 1);
        ElementType type = colon >= 0
                ? VerifyShare.typeOf(word.substring(0, colon))
                : number.matches("[+-]?\\d+") ? ElementType.INT64 : ElementType.FLOAT64;
        switch (type) {
            case BYTES, UINT8 -> block.put((byte) within(number, 0, 0xff));
            case INT8 -> block.put((byte) within(number, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case INT16 -> block.putShort((short) within(number, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> block.putShort((short) within(number, 0, 0xffff));
            case INT32 -> block.putInt(Integer.parseInt(number));
            case UINT32 -> block.putInt(Integer.parseUnsignedInt(number));
            case INT64 -> block.putLong(Long.parseLong(number));
            case UINT64 -> block.putLong(Long.parseUnsignedLong(number));
            case FLOAT32 -> block.putFloat(Float.parseFloat(number));
            case FLOAT64 -> block.putDouble(Double.parseDouble(number));
        }
    }

    private static long within(String number, long least, long most) {
        long value = Long.parseLong(number);
        if (value < least || value > most) {
            throw new IllegalArgumentException("it lies outside " + least + " to " + most);
        }
        return value;
    }
}
