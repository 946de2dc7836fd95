# `just` lists these; each is one line that works without just as well.

# every check and test
test:
    scripts/test

# build and play the default routine, or whatever follows
run *args:
    scripts/run {{args}}

# the benchmarks of the stages; scripts/bench measures the whole program
bench:
    cargo bench --locked

# how many faults in the pure modules the unit tests find; `just mutants 0/24` tests one part of 24
mutants *args:
    scripts/mutants {{args}}

# the sounds, generated again from their formulas
sounds:
    cargo run --locked --example make_sounds

# the golden files, written again; look at the difference before you commit it
bless:
    TRYCMD=overwrite cargo test --locked --test cli
    SCREENS=overwrite cargo test --locked --lib display::full

# the man pages, written again
man:
    cargo run --locked -- generate man docs/man

# the schemas, written again
schema:
    cargo run --locked -- generate schema docs/schema

# the picture of the screen in the README, recorded from the real program (needs tmux)
picture:
    scripts/picture

# the documentation of the code
doc:
    cargo doc --workspace --locked --no-deps --document-private-items --open
