// Duktape's API is largely macros, which Swift does not see; these are the ones that the site needs.
#ifndef CDUKTAPE_SHIM_H
#define CDUKTAPE_SHIM_H

#include <duktape.h>

static inline duk_context *cduktape_create_heap(void) {
    return duk_create_heap_default();
}

// Compiles and runs `source`; leaves the value, or the error, on the stack. 0 if it ran.
static inline duk_int_t cduktape_run(duk_context *context, const char *source, duk_size_t length) {
    return duk_peval_lstring(context, source, length);
}

// The value or error on top of the stack as text; safe for every value. Owned by the stack.
static inline const char *cduktape_text(duk_context *context, duk_size_t *length) {
    return duk_safe_to_lstring(context, -1, length);
}

#endif
