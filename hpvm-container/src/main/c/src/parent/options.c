#include "options.h"

#include "session.h"
#include "text.h"

#include <string.h>

struct option {
    struct option *next;
    char *key;
    char *value;
};

struct hpvm_options {
    struct option *first;
};

static char *copy(const char *text) {
    return hpvm_text_copy((struct hpvm_text){text, strlen(text)});
}

hpvm_options *hpvm_options_new(void) {
    hpvm_options *options = calloc(1, sizeof *options);
    if (options == NULL) {
        hpvm_error_set(HPVM_ENOMEMORY, "options: no memory for them");
    }
    return options;
}

static int refuse(int code, const char *message) {
    if (hpvm_session_enter("options set") == HPVM_OK) {
        return hpvm_session_leave(hpvm_session_refuse("options set", code, "%s", message));
    }
    return hpvm_error_set(code, "options set: %s", message);
}

static struct option *find(const hpvm_options *options, const char *key) {
    struct option *option = options->first;
    while (option != NULL && strcmp(option->key, key) != 0) {
        option = option->next;
    }
    return option;
}

static bool add(hpvm_options *options, char *key, char *value) {
    struct option *added = malloc(sizeof *added);
    if (added == NULL || key == NULL || value == NULL) {
        free(added);
        free(key);
        free(value);
        return false;
    }
    *added = (struct option){options->first, key, value};
    options->first = added;
    return true;
}

static bool replace(struct option *option, char *value) {
    if (value != NULL) {
        free(option->value);
        option->value = value;
    }
    return value != NULL;
}

int hpvm_options_set(hpvm_options *options, const char *key, const char *value) {
    if (options == NULL || key == NULL || value == NULL) {
        return refuse(HPVM_EINVALID, options == NULL ? "the options are NULL"
                                     : key == NULL   ? "the key is NULL"
                                                     : "the value is NULL");
    }
    if (!hpvm_text_is_utf8(key) || !hpvm_text_is_utf8(value)) {
        return refuse(HPVM_EINVALID, "key or value is no UTF-8");
    }
    struct option *option = find(options, key);
    bool is_set = option != NULL ? replace(option, copy(value)) : add(options, copy(key), copy(value));
    return is_set ? HPVM_OK : refuse(HPVM_ENOMEMORY, "no memory to keep an option");
}

void hpvm_options_free(hpvm_options *options) {
    while (options != NULL && options->first != NULL) {
        struct option *option = options->first;
        options->first = option->next;
        free(option->key);
        free(option->value);
        free(option);
    }
    free(options);
}

void hpvm_options_put(struct hpvm_buffer *frame, const hpvm_options *options) {
    const struct option *first = options == NULL ? NULL : options->first;
    uint32_t count = 0;
    for (const struct option *option = first; option != NULL; option = option->next) {
        count++;
    }
    hpvm_put_u32(frame, count);
    for (const struct option *option = first; option != NULL; option = option->next) {
        hpvm_put_string(frame, option->key);
        hpvm_put_string(frame, option->value);
    }
}
