# `just` lists these; each is one line that works without just as well.

# every check and test
test:
    scripts/test

# build and play the shipped routine, or whatever follows
run *args:
    scripts/run {{args}}

# the benchmarks of the stages; scripts/bench measures the whole program
bench:
    cargo bench

# the sounds, made anew from their formulas
sounds:
    cargo run --example make_sounds

# the golden files, written anew; look at the difference before committing it
bless:
    TRYCMD=overwrite cargo test --test cli

# the man pages, written anew
man:
    cargo run -- generate man docs/man

# the schemas, written anew
schema:
    cargo run -- generate schema docs/schema

# the picture of the screen in the README, made from the real program (needs tmux)
picture:
    scripts/picture

# the documentation of the code
doc:
    cargo doc --no-deps --document-private-items --open
