package org.hpvm.yarn.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;

/** What {@code hpvm machine probe} prints, and the machine that it was printed for. */
final class ProbeTable {
    private static final String ARCHITECTURE = "architecture";
    private static final String OS = "os";
    private static final String OS_VERSION = "os version";
    private static final String LEVELS = "levels";
    private static final String NO_LEVEL = "generic";
    private static final String PROCESSORS = "processors";
    private static final String MEMORY = "memory";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProbeTable() {}

    static Table of(Machine machine, ByteOrder order) {
        return new Table(List.of("property", "value"))
                .with(ARCHITECTURE, machine.architecture())
                .with(OS, machine.os())
                .with(OS_VERSION, machine.osVersion())
                .with("word bits", System.getProperty("sun.arch.data.model", "64"))
                .with("byte order", order == ByteOrder.LITTLE_ENDIAN ? "little" : "big")
                .with(LEVELS, levels(machine))
                .with(PROCESSORS, Integer.toString(machine.processors()))
                .with(MEMORY, mebibytes(machine.memory()));
    }

    /**
     * Reads what was printed, in either form.
     *
     * @param file for messages
     * @throws HpvmException if it is not the output of {@code hpvm machine probe}
     */
    static Machine read(String text, String file) throws HpvmException {
        try {
            Map<String, String> valueByProperty = text.strip().startsWith("[") ? fromJson(text) : fromText(text);
            String levels = valueByProperty.getOrDefault(LEVELS, NO_LEVEL);
            return new Machine(
                    value(valueByProperty, ARCHITECTURE),
                    value(valueByProperty, OS),
                    valueByProperty.getOrDefault(OS_VERSION, ""),
                    levels.equals(NO_LEVEL) ? List.of() : List.of(levels.split(" ")),
                    Integer.parseInt(value(valueByProperty, PROCESSORS)),
                    ByteSize.parse(value(valueByProperty, MEMORY)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "read " + file + ": it is not what \"hpvm machine probe\" prints: " + e.getMessage(),
                    e);
        }
    }

    private static String value(Map<String, String> valueByProperty, String property) {
        String value = valueByProperty.get(property);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("it does not tell " + property);
        }
        return value;
    }

    private static Map<String, String> fromJson(String text) throws JsonProcessingException {
        Map<String, String> valueByProperty = new TreeMap<>();
        for (JsonNode row : JSON.readTree(text)) {
            valueByProperty.put(row.path("property").asText(), row.path("value").asText());
        }
        return valueByProperty;
    }

    private static Map<String, String> fromText(String text) {
        Map<String, String> valueByProperty = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] cells = line.split(" {2,}", 2);
            if (cells.length == 2) {
                valueByProperty.put(cells[0].strip(), cells[1].strip());
            }
        }
        return valueByProperty;
    }

    static String levels(Machine machine) {
        return machine.levels().isEmpty() ? NO_LEVEL : String.join(" ", machine.levels());
    }

    static String mebibytes(ByteSize size) {
        return (size.bytes() >> 20) + "m";
    }
}
