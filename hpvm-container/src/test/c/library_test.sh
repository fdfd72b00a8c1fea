#!/bin/sh
# What users and linkers see of the libraries: sh library_test.sh PATH/TO/OUT
# OUT has include/ and lib/, as make leaves them.
out=$1
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d /tmp/hpvm-library-test-XXXXXX)
trap 'rm -rf "$dir"' EXIT
failed=0

# ok NAME COMMAND...
ok() {
    name=$1
    shift
    if "$@" > "$dir/said" 2>&1; then
        echo "ok $name"
    else
        echo "FAILED $name:"
        cat "$dir/said"
        failed=1
    fi
}

strict="-Wall -Wextra -Werror -pedantic -I$out/include -fsyntax-only"
echo '#include <hpvm.h>' > "$dir/alone.c"
cp "$dir/alone.c" "$dir/alone.cpp"
for standard in c99 c11 c17; do
    ok "the header alone is $standard" "${CC:-cc}" -std=$standard $strict "$dir/alone.c"
done
if command -v "${CXX:-c++}" > "$dir/said"; then
    for standard in c++11 c++17; do
        ok "the header alone is $standard" "${CXX:-c++}" -std=$standard $strict "$dir/alone.cpp"
    done
else
    echo "skipped: the header as C++: there is no ${CXX:-c++}"
fi

# Of a structure nobody knows the byte order.
echo '#include <hpvm.h>
struct point { int x; } points[3];
int main(void) { return hpvm_share("points", points, sizeof points); }' > "$dir/structure.c"
structure_is_refused() {
    ! "${CC:-cc}" -std=c11 $strict "$dir/structure.c"
}
ok "a structure is not shared by accident" structure_is_refused

exports() {
    "${CC:-cc}" -shared -o "$dir/$1.so" -Wl,--whole-archive "$out/lib/$1.a" -Wl,--no-whole-archive -lpthread &&
        nm -D --defined-only "$dir/$1.so" | sed 's/.* //' | LC_ALL=C sort > "$dir/$1.symbols"
}
exports_what_is_listed() {
    exports libhpvm && diff "$here/libhpvm.symbols" "$dir/libhpvm.symbols"
}
ok "libhpvm exports what is listed" exports_what_is_listed

# The two have the calls about errors in common; each call of the header is in one of them.
declared() {
    exports libhpvmkernel &&
        sed -n 's/^HPVM_API .*[ *]\(hpvm_[a-z0-9_]*\)(.*/\1/p' "$out/include/hpvm.h" | LC_ALL=C sort -u > "$dir/declared" &&
        LC_ALL=C sort -u "$dir/libhpvm.symbols" "$dir/libhpvmkernel.symbols" | diff "$dir/declared" -
}
ok "the header declares what is exported" declared

exit $failed
