package org.hpvm.dfs.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/** The description of a kept share as text; {@code docs/formats/kept.md} is its page. */
final class KeptShareJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "hpvm kept share";
    private static final int VERSION = 1;

    private KeptShareJson() {}

    static String text(KeptShare share) {
        ObjectNode object = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("format_version", VERSION)
                .put("name", share.name().text())
                .put("type", share.type().name().toLowerCase(Locale.ROOT))
                .put("elements", share.elements())
                .put("bytes", share.bytes())
                .put("order", share.order() == ByteOrder.BIG_ENDIAN ? "big" : "little")
                .put("version", share.version())
                .put("crc32c", hex(share.checksum()))
                .put("chunk_bytes", BaseFile.CHUNK_BYTES);
        ArrayNode chunks = object.putArray("chunk_crc32c");
        share.checksums().forEach(checksum -> chunks.add(hex(checksum)));
        return object.toPrettyString() + "\n";
    }

    /** @throws IllegalArgumentException saying which field is missing or wrong */
    static KeptShare parse(String text) {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("that is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!field(object, "format").asText().equals(FORMAT)
                || field(object, "format_version").asInt() != VERSION) {
            throw new IllegalArgumentException("that describes no kept share of format version " + VERSION);
        }
        if (field(object, "chunk_bytes").asInt() != BaseFile.CHUNK_BYTES) {
            throw new IllegalArgumentException("chunk_bytes is not " + BaseFile.CHUNK_BYTES);
        }
        List<Integer> checksums = new ArrayList<>();
        field(object, "chunk_crc32c").forEach(chunk -> checksums.add(number(chunk.asText())));
        KeptShare share = new KeptShare(
                new ShareName(field(object, "name").asText()),
                type(field(object, "type").asText()),
                field(object, "bytes").asLong(),
                order(field(object, "order").asText()),
                field(object, "version").asLong(),
                checksums);
        if (share.checksum() != number(field(object, "crc32c").asText())) {
            throw new IllegalArgumentException("crc32c is not what chunk_crc32c amounts to");
        }
        return share;
    }

    private static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return field;
    }

    private static ElementType type(String text) {
        return ElementType.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static ByteOrder order(String text) {
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException("order is neither little nor big: " + text);
        };
    }

    private static String hex(int checksum) {
        return String.format(Locale.ROOT, "%08x", checksum);
    }

    private static int number(String hex) {
        return Integer.parseUnsignedInt(hex, 16);
    }
}
