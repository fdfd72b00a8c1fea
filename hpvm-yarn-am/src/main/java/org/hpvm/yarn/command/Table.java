package org.hpvm.yarn.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/**
 * Rows to print: for people as a table, for scripts as a JSON array of objects.
 *
 * @param columns names, in lower case
 * @param rows each with a cell for every column
 */
public record Table(List<String> columns, List<List<String>> rows) {
    private static final List<String> FORMS = List.of("json", "table");
    private static final ObjectMapper JSON = new ObjectMapper();

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells under " + columns);
            }
        }
    }

    /** Without rows. */
    public Table(List<String> columns) {
        this(columns, List.of());
    }

    /** With one row more. */
    public Table with(String... cells) {
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new Table(columns, more);
    }

    /**
     * Prints in the form that {@code --output} asks for.
     *
     * @throws HpvmException if there is no such form
     */
    public void print(Invocation invocation) throws IOException {
        String form = invocation.value(CommonOptions.OUTPUT).orElse("table");
        if (!FORMS.contains(form)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    invocation.path() + ": --output " + form + ": there is no such form; did you mean "
                            + Nearest.to(form, FORMS) + "?");
        }
        invocation.console().out().println(form.equals("json") ? json() : text());
    }

    String json() throws IOException {
        ArrayNode array = JSON.createArrayNode();
        for (List<String> row : rows) {
            ObjectNode object = array.addObject();
            for (int column = 0; column < columns.size(); column++) {
                object.put(columns.get(column), row.get(column));
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    /** Columns as wide as their widest cell, under their names in capitals. */
    String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream()
                .map(name -> name.toUpperCase(java.util.Locale.ROOT))
                .toList());
        lines.addAll(rows);
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        List<String> printed = new ArrayList<>();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = line.get(column);
                text.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            printed.add(text.toString().stripTrailing());
        }
        return String.join(System.lineSeparator(), printed);
    }
}
