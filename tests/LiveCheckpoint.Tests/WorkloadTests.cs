using System;
using System.Collections.Generic;
using LiveCheckpoint.Workloads;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LiveCheckpoint.Tests;

public class WorkloadTests
{
    private const long ImageBytes = 2 << 20;

    [Fact]
    public void A_transaction_is_a_function_of_the_seed_and_its_number()
    {
        List<RowChange> first = [];
        List<RowChange> second = [];
        new TransactionPlan(3, ImageBytes).List(17, first);
        new TransactionPlan(3, ImageBytes).List(17, second);
        Assert.Equal(first, second);
        new TransactionPlan(4, ImageBytes).List(17, second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_database_holds_what_the_model_says_at_every_point()
    {
        using SqliteConnection connection = Open();
        TransactionPlan plan = new(3, ImageBytes);
        using Workload workload = Workload.Create(connection, plan);
        for (int i = 0; i < 130; i++)
        {
            workload.RunNext();
            if (i % 10 == 0)
                AssertRight(connection, plan, workload.Transaction);
        }
        AssertRight(connection, plan, 130);
    }

    [Theory]
    [InlineData("DELETE FROM item WHERE id = (SELECT max(id) FROM item)")]
    [InlineData("DELETE FROM item WHERE id = (SELECT min(id) FROM item)")]
    [InlineData("INSERT INTO item SELECT min(id) + 1, author, label, body FROM item WHERE id NOT IN (SELECT id - 1 FROM item)")]
    [InlineData("UPDATE item SET body = zeroblob(length(body)) WHERE id = (SELECT max(id) FROM item)")]
    [InlineData("UPDATE item SET author = author - 1 WHERE id = (SELECT max(id) FROM item)")]
    [InlineData("UPDATE item SET label = label + 1 WHERE id = (SELECT max(id) FROM item)")]
    [InlineData("UPDATE meta SET author = author + 1")]
    [InlineData("UPDATE meta SET seed = seed + 1")]
    public void A_wrong_row_is_found(string damage)
    {
        using SqliteConnection connection = Open();
        TransactionPlan plan = new(3, ImageBytes);
        using Workload workload = Workload.Create(connection, plan);
        while (workload.Transaction < 20)
            workload.RunNext();
        AssertRight(connection, plan, 20);
        Execute(connection, damage);
        RowComparison comparison = RowComparison.With(connection, plan, RowModel.Replay(plan, 20));
        Assert.True(comparison.Wrong > 0);
        Assert.NotNull(comparison.FirstFault);
    }

    [Fact]
    public void Two_databases_are_compared_row_by_row()
    {
        TransactionPlan plan = new(3, ImageBytes);
        using SqliteConnection left = Open();
        using SqliteConnection right = Open();
        foreach (SqliteConnection connection in new[] { left, right })
        {
            using Workload workload = Workload.Create(connection, plan);
            workload.RunNext();
        }
        Assert.Equal(0, RowComparison.Between(left, right).Wrong);
        Execute(left, "UPDATE item SET label = label + 1 WHERE id = 2");
        Assert.Equal(1, RowComparison.Between(left, right).Wrong);
        Execute(right, "DELETE FROM item WHERE id = (SELECT max(id) FROM item)");
        Assert.Equal(2, RowComparison.Between(left, right).Wrong);
    }

    [Fact]
    public void A_workload_resumes_where_the_database_stands_and_refuses_another_seed()
    {
        using SqliteConnection connection = Open();
        TransactionPlan plan = new(3, ImageBytes);
        using (Workload workload = Workload.Create(connection, plan))
        {
            while (workload.Transaction < 5)
                workload.RunNext();
        }
        using (Workload resumed = Workload.Resume(connection, plan))
            resumed.RunNext();
        AssertRight(connection, plan, 6);
        Assert.Throws<InvalidOperationException>(() => Workload.Resume(connection, new TransactionPlan(4, ImageBytes)));
    }

    [Fact]
    public void The_hundredth_transaction_changes_thousands_of_rows()
    {
        List<RowChange> changes = [];
        TransactionPlan plan = new(1, 64 << 20);
        plan.List(100, changes);
        Assert.Equal(3000, changes.Count);
        plan.List(101, changes);
        Assert.InRange(changes.Count, 4, 12);
    }

    private static void AssertRight(SqliteConnection connection, TransactionPlan plan, long transaction)
    {
        RowComparison comparison = RowComparison.With(connection, plan, RowModel.Replay(plan, transaction));
        Assert.Null(comparison.FirstFault);
        Assert.Equal(0, comparison.Wrong);
        Assert.True(comparison.Rows > 100);
    }

    private static SqliteConnection Open()
    {
        SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
